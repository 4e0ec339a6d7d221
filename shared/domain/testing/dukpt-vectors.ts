/** ANSI X9.24-3-2017, supplement with test vectors. The first eight keys of an AES-128 base key. */
export const AES_128_ROWS = [
  {
    transactionKey: '4f21b565bad9835e112b6465635eae44',
    pinKey: 'af8cb133a78f8dc2d1359f18527593fb',
    macKey: 'a2dc23de6fde0824a2bc321e08e4b8b7',
    dataKey: 'a35c412efd41fdb98b69797c02dcd08f',
    pinBlock: 'a912150391ab65a67e52883d81ce2d15',
  },
  {
    transactionKey: '2f34d68de10f68d38091a73b9e7c437c',
    pinKey: 'd30bdc73ec9714b000bec66bdb7b6d09',
    macKey: '484c3b06e8562704528cd5b46fb12fb6',
    dataKey: 'd639514aa33ac43ad9229e433d6d4e5b',
    pinBlock: '52a00503bd34ba1383f6a7ee9fe2547f',
  },
  {
    transactionKey: '031504e530365cf81264238540518318',
    pinKey: '7d69f01f3b45449f62c7816ece723268',
    macKey: 'a5df7d9d800ca769766f0c77ca4e6e6c',
    dataKey: 'ef17f6ab45b4820c93a3dcb21bc491ad',
    pinBlock: 'a5a27e82b43a9a866a93d7abe89cef93',
  },
  {
    transactionKey: '0eefc7ada628ba68878da9165a8a1887',
    pinKey: '91a0588318ec2673214271f70137896e',
    macKey: 'e6e4679647d8a9057c1fc15537cb4c4e',
    dataKey: 'b3bd44c08bb6ba27c3bb4711d7d70387',
    pinBlock: '71b3d0528669498777555a8be6698e44',
  },
  {
    transactionKey: 'c2a7ac328a5da2d6002d62465bfc028b',
    pinKey: '35a43bc9efeb09c756204b57e3fb7d4d',
    macKey: '0588185fe1ff8c7e22fad78c1c61f065',
    dataKey: 'ca02df6f30b39e14bd0b4a30e460920f',
    pinBlock: '881a7f77a2e04e5bea985e342fd0b628',
  },
  {
    transactionKey: 'd30f7d9351da58448a2f5e92b4ee3b7d',
    pinKey: '02dcc6cd1201a3a2ca7099559c862123',
    macKey: '7b60f72a5639c0ee7eb2100fa80bb793',
    dataKey: 'c9b8a7c4e486180b2229115164f0b293',
    pinBlock: 'bdc1c3871afb0b340aa5b5cefd08695e',
  },
  {
    transactionKey: 'a8253ceed9ac042c54f75d35c8352278',
    pinKey: '6ecf912f3b18ca11a7a27bb60705fd09',
    macKey: 'baa08ca263c69525bc6b1ba8f4275d69',
    dataKey: '0fa8f1f0a2dd7b1005a862d77cded698',
    pinBlock: '4a8e6b8c7dbee6cba6dc774f0cb83396',
  },
  {
    transactionKey: '718ee6cf0b27e53d5f7af99c4d8146a2',
    pinKey: '4d9df3fbee3448fc3e676d04320a90f5',
    macKey: '6fd572e5d59e618875f193484f9178fb',
    dataKey: '650f34204abd4e57764d61ac3d266fb1',
    pinBlock: '8308bb857c17f390369f761f8eb358fa',
  },
];

/** Where counters with too many bits are left out, and at the end. */
export const AES_128_FAR_ROWS = [
  { counter: '0001fffe', transactionKey: 'e21e8c8d347f8561a2be752daa85a111' },
  { counter: '00020000', transactionKey: 'f7ae9025468a25d37b7249cffed224c8' },
  { counter: '00020001', transactionKey: '692c8ea4013645135b36497131df9d2c' },
  { counter: 'fffe2000', transactionKey: '48e585b694eb0b18d5c35443e163c0ba' },
  { counter: 'fffe4000', transactionKey: '396c2c7ca1ea701c03b86b7d41f0c562' },
  { counter: 'fffe8000', transactionKey: '0387625f189b58ae03ef0e8cca41105e' },
  { counter: 'ffff0000', transactionKey: 'f6ba59389bd14a9855be9727e7c52e3c' },
];

/** The first eight keys of an AES-256 base key. */
export const AES_256_ROWS = [
  {
    transactionKey: '54ac2b32b145ea4a554cb8bc44b17467063a799856b1ccc2a138d36e8dbf78b3',
    pinKey128: '09c9c432966811d6b2c3336bac1b1202',
    pinKey256: '8c1ab7bee973829e30242e0bbbdd4946d540c98fc1b5bdcf94790001a23fd502',
    dataKey256: '71eb36c9a6b7f801d1d1700c29741fc5a5c4e9b45d742da7af6992b8aa29af58',
  },
  {
    transactionKey: '5dd5a0253842bbbe1d7c0da27021412c6f1fab53fb928deae56da06090a9de97',
    pinKey128: 'd632226a80795d13a80afe66a3e97b01',
    pinKey256: '3583d6cd02fc38822cc71a8d7678e04f4a8556335e6cc66863d3dadc5aee2c62',
    dataKey256: 'd0ac9f71f875ffff3a83778f72f39ebb0924a5a526617af669665e0a19725465',
  },
  {
    transactionKey: '8eeef7c464ae415bb1d73faed21993cd669f7999092a579ec6dd3cc680c65171',
    pinKey128: 'c2cbd3d766b16f9f82f4ee3f74478918',
    pinKey256: '96a1ab5d37cb7cf81dde64f66c46e0389b833e7ad5f4e44c791f04fafda6da0e',
    dataKey256: '8e70d5df53f48ed2f2a0b54fc4f45c844579be96f6f161222cdd50193e2f737f',
  },
  {
    transactionKey: 'c18cbed570b3b89ecada7cec9c224cd5a86ecf3de377d3efab720f8c4d76b9d0',
    pinKey128: '58a3779c1e24b3edaf068609e7e56d59',
    pinKey256: '420aa584bf215c4777e93009b56d08de80687021d07ed96349ff71379ce5636d',
    dataKey256: '41d23f7d78e22a978d726bc71d266374263120ee49146ce5c1291fd0ee7ddd31',
  },
  {
    transactionKey: '6b3c3c93307151c25dc2309456f01c5c3108dad571c321899a9b7e0c009fd2eb',
    pinKey128: '97504c8bb0fd4d4a88d605143bf00025',
    pinKey256: 'b1e9e3d918952e6e5f67917f0fe77060f865ae27dcad5742ddf90f61453b98ba',
    dataKey256: '813d156c142e5bb8f136427ebd0a1ac4dc9b2b5963c481f5e0a58f4bf33bd185',
  },
  {
    transactionKey: 'b8bb61ae3e2d5cd8c699e0c578fb2c7b89b0c0cf02dbab60864d8049c986c844',
    pinKey128: 'bf281141609e6cae7df10dfa47a8d03d',
    pinKey256: '8714eb94e3bfd3018ec99d0434d9c94f071af2eebf4332fb14f5179793aa582c',
    dataKey256: 'f1fb0591aa2e45e1ce4c5d970c7396c4a87e53e5900c4a6d95c174140cc0ac9c',
  },
  {
    transactionKey: '88d0aca287b3066f5de0c93396337d4c2da8d92c1f720a576d62ceb4c979e01e',
    pinKey128: 'b7c6bb187134e9d429c3e8b7ccbd8477',
    pinKey256: '693c893a1e81d280302e0a47e7e634337b9a9b26e7cc6064d807e08ff911afac',
    dataKey256: '69bc5c9afb2c93cc30c3f7529360b34d7b64b7206e0f0940d8654378c54824f2',
  },
  {
    transactionKey: '20a796d5077d51b8e7613893a4f095b134e02917dc84bd391f3661d0873ff308',
    pinKey128: '53c1c60a65532313141a102ad720e967',
    pinKey256: '173a45284262a3e292d86d08fd6de9167963214450d1d48f6103bd2eb08e61b5',
    dataKey256: '0bf8789a21d068410a16c9f7fcbf65a7b4ff73203adc0f1b4b5e5bf8050e4284',
  },
];
