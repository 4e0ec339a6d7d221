import type { RsaKey } from './data-authentication.ts';
import type { DynamicKey } from './chip-card.ts';
import { fromHex } from '../../lib/bytes.ts';

/**
 * Keys and certificates of the test cards for offline data authentication. They are short, since they
 * protect nothing; `testing/test-authority.ts` has the keys that they were signed with, and its test
 * says what belongs here when a record of a card changes.
 */
const AUTHORITY_KEY_INDEX = 0xe1;

/** What a terminal gets from its bank: the authority's keys by index. */
export const TEST_AUTHORITY_KEYS: Readonly<Record<number, RsaKey>> = {
  [AUTHORITY_KEY_INDEX]: {
    modulus: fromHex(
      'c41af6c12e6230b951d218371c6ced3af216ad7a864920da314d1cbf7259e5a88517aad9ceded58b9438e945033d36ffea0f87b355a881e8a44bd999ec33c84ef6b771884c0d16e23e3a306aa8b5d1b257d3b73224e2713d8e277bb04cf420ed8a485374ce713e8e23caaee2acc7402e3725c05002d4445fab878ae6bc49f8c6ffec60ae5e1cc4bc8208d5e7ab5a5bc9',
    ),
    exponent: fromHex('03'),
  },
};

export const TEST_ISSUER = {
  authorityKeyIndex: AUTHORITY_KEY_INDEX,
  issuerCertificate:
    '63ac8583d164852f2df29849c0b95529c0bc9cad45ef1b9c130d07f1f5cb0ea34440bed21013d653f25a52384b136628cd9962b42cce8297c7fd19f02a97e25d2dff987de87e9fdc8ad77762627bf98f9c8b3cb68e90eeea7002d6578b10fb03d13d5437958fb63efde22f5aa982c5569cac6ec4331f3b6fbc5b43a915f1d8daba8254e1cdf40164f73f06e313d57389',
  issuerKeyRemainder: '3c39d2747b911bfeb61c561932815c6fa4e6ddb3',
  issuerKeyExponent: '03',
  cardKeyExponent: '03',
} as const satisfies Partial<DynamicKey>;

type CardKey = Pick<DynamicKey, 'cardCertificate' | 'cardKeyRemainder' | 'privateKey'>;

export const TEST_CARD_KEYS: Readonly<Record<string, CardKey>> = {
  'good-chip': {
    cardCertificate:
      '80ab4dba6dbf0b02f37d1d3261b846e8cf460186c26ffe88dc5531e80f3cc6c2451a521927a899c086abbfa13f403ae34fb39efc6c4b295468fdc360c2ca563f420d9450e33fde38e8969c1ef0d79c0d6c3226c42642ee6502091bb33f637e66d1fb4030e57bd5a3d24e33cbb4484a9c4c8ca71e7ab95a42097a2db7831e0f59',
    cardKeyRemainder: '70a2a3268dd035ebeaf7',
    privateKey:
      'MIIB5QIBADANBgkqhkiG9w0BAQEFAASCAc8wggHLAgEAAmEAwYlpndpIP7PiAmbKqFF7nwi+7DXtGyPUZ694aSAk9zdT+l28XHk0D0AJ5NjfIylT8hOtkWDjwY/8s8zm5RW4i4xYoyjkPOBKVA5Yc0i4NOpvLT39FHFwoqMmjdA16+r3AgEDAmEAgQZGaTwwKnfsAZnccDZSagXUnXlIvMKNmnT68MAYpM+NUZPS6FDNX4AGmJCUwhuMIkEF0u3LcfNe1sNi9S/XQfyU/3oGHNfjaXP0r2M5L7ZU7xVLg1OObMx0Esa818GLAjEA8cHBtdA0zevJq1PH4c6ZmpMAo5KykPBmWmcCBp0TiVoLSiktutU1pxaYT8oJjNEPAjEAzPBjHyv9yLckxlQKk39cDf54gF8ogKwO23lnZZbO4/7kfHTeFJ7lWFngIdwRG3eZAjEAoSvWeTV4iUfbx40v698REbdVwmHMYKBEPESsBGi3sOayMXDJJzjOb2RlioaxCItfAjEAiKBCFMf+hc9t2Y1cYlToCVRQVZTFqx1fPPuaQ7nfQqntqE3pYxSY5ZFAFpK2Ek+7AjEAxWnMDA6ZPetV5GFNCND30oxsF412VqszuTzGK/MHtUytIdGYnZAC6JNORv452JyN',
  },
  'good-pin': {
    cardCertificate:
      '46e4a7b349305aed9dfe05750281597a8091e81b1ecfacd24d6ca6d2f47536b327d39b9e99a5f4a19d5b16bd3810f363f1b8c320bb120287211320c6113a3e49fb44938d6db9a18cbbe98980289fbe62bc7b0d0307aad9ef2b3173cbf3301267ad971ecb3e4eda1fe08d7e87a6995e433ad46ba69a070d8603aaef2e26d66518',
    cardKeyRemainder: 'd0c29cc1fe37145768e7',
    privateKey:
      'MIIB4wIBADANBgkqhkiG9w0BAQEFAASCAc0wggHJAgEAAmEApFGib+PWRDe6rYEuwoOqS+ovkMqvnEhj3aTprTY0U/xhHsW/3G//i47OFYpbjOAUcIJRgd3r9VC1h5zewTBUlc7y2uQV582iwcyKD3/OZSXnxy9KPUDQwpzB/jcUV2jnAgEDAmBti8Gf7TmCz9HJAMnXAnGH8XULMcpoMEKTw0ZzeXg3/ZYUg9U9n/+yXzQOXD0IlWHkNQ3cu/vX8kfeSWoqnOchBHGxZuvcQgC1SQJbfWwrMl5a7uU/F/3txEW5G8r/EjsCMQDNKty/gplStqjT5rieL53R15INndVbqvL4+92PkRkrpWeHZUQM39GGRSLeb7sT66MCMQDNB9/3QVjerqDmSAbjFVwScLZDK97Bv6644yj2spL4tPK3Y65RvQJXsTaKHajE4e0CMQCIxz3VAbuMecXimdBpdRPhOmFeaTjnx0yl/T5fthDHw5paQ4KzP+EELhc+9SdinRcCMQCIr+qk1js/HxXu2q9CDj1hoHmCHT8r1R8l7MX5zGH7I0x6QnQ2fgGPy3mxaRst6/MCMCjkl5IOlut3vqnMiEpV6dzmEUeKoYoNOnRBcH+pcSse1eUIwdUNrjYpphy6JMMifQ==',
  },
  expired: {
    cardCertificate:
      '595aa3a628da35fa1c6c077c5d4185860d06f1ffb331aaa30a1a726cda2eb959b42eb7ffc545e9aecae0d26e0f694c3c5d38e178e4691af62d292499acd3a03e21bf99290381402a9404e6ab2920767bf24240e67f978342cc03ba4cb53a032a96232a11969c15ab470c4f947e35c8e334472244449e564055d0e7df0f9a339c',
    cardKeyRemainder: 'c8551583ad5d097678b1',
    privateKey:
      'MIIB5AIBADANBgkqhkiG9w0BAQEFAASCAc4wggHKAgEAAmEA05k36DnoNnm14WoXnhA8uTCqkx2blNZLWX+dvb1Wt/0v7gf8pcN9t1Z8RAwoVynXEidNayg1Yr9T5mJ9Hmk9EwK97LwKkDtxvwFDGzTPYpQ0n2Yu8XPIVRWDrV0JdnixAgEDAmEAjRDP8CaazvvOlka6aWAoe3XHDL5nuI7c5lUT09OPJVN1SVqoboJTz479grLFj3E41a1liY7H//T2ceT7hLOM9YYiDf17P4zvu/iEuOpcKESfbLAYWJiYhDIqMkHJ9i+jAjEA7sPcygyPTAQ97NIDSnE4iPIHKzyCIapg8VD+8K//86rN9SkE8X1juKZ9vsRDm7NbAjEA4t9YUsV6FsukTrkAjOqxGceDrINPjz2pM7t9FSVFMoJ3hzUFexF/1iPGozYW6X3jAjEAny093AhfiALT8zas3Et7BfavcihWwRxAoOCp9cqqonHeo3Ct9lOX0G7+fy2CZ8znAjEAlz+QNy5RZIfC3yYAXfHLZoUCcwI1Cikbd9JTY24uIaxPr3iuUguqjsKEbM658P6XAjB3ONEgyzUa+kJnLoUwL7OHP74w303UGGN3Ai6YfDFNmkCoOvoeXs9DkjGQzuaiqYQ=',
  },
  restricted: {
    cardCertificate:
      '8b46ec9cc1ac8d07276c5a1bd029d23632a6e9c53e378561b930006fa8e72e56abdade0ee8c43ab6e1d86b5c7e9fd1178aeddc04cec92d3e3e5df395a0931ea0d8cd42075d303ac2d6eb682e85e052d5f25fbbcb47e7a89b1c083a24cb45bba625dc8953a653f16c0400765fa1e91cab1e23ad7689042500dd213370fcd79219',
    cardKeyRemainder: '624b99ef9bdd23875dcf',
    privateKey:
      'MIIB5AIBADANBgkqhkiG9w0BAQEFAASCAc4wggHKAgEAAmEAsiLB8V/OzVs0W5WI3f6PJiOkgv+4qjHcT4E/abB47MYSwzg+WK2o7Y2cRsbw88/jLJGtbfqTzUwUgSlnFaw6+tin7aY/My1qDbi6vZUGg6AYhL9RfB1iS5nvm90jh13PAgEDAmB2wdag6onePM2SY7CT/woZbRhXVSXGy+g1ANTxIFCd2WHXetQ7HnCeXmgvL0tNNUD/eixcz18rk3F4pKtWi042fNSMT4CES0qpAgyyn2VUOVRiFe+4bHGcHajMTSWTPhsCMQDsqQn9c2vFqHKt9WKm1uBba05LCNCNhokFWWXWHQFXR/4H1Y/oXaErQRJxsjpVvTUCMQDAsWDlUBlGRneePQNtBGVNshrQJi3fNfEK3EHbiO0uAhvpyNn/HRa2LF/3tzDUw3MCMQCdxgao950ucExz+OxvOernnN7csIsJBFtY5kPkE1Y6L/6v47VFk8DHgLb2dtGOfiMCMQCAdkCY4BDZhE++01eeAu4zzBHgGXPqI/YHPYE9BfN0AWfxMJFUvg8kHZVPz3XjLPcCMQCCGnmSP7phRVvyj+ADqZ364VIrWjFtEekTekrlyBkqEWeJiUh2KOywkO1K5FjfXvw=',
  },
};
