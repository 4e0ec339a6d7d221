import { fromBase64, fromHex, toHex } from '../../lib/bytes.ts';
import { present } from '../../lib/assert.ts';
import type { BlockCipher } from '../emv/block-cipher.ts';
import { loadInitialKey, takeKey, workingKey } from '../emv/dukpt.ts';
import { sealPin } from '../emv/pin-block.ts';

/** A PIN pad with the key that its bank gave it: block and serial number for each PIN, hex. */
export function samplePinPad(
  cipher: BlockCipher,
  given: { readonly id: string; readonly key: string } | undefined,
) {
  const { id, key } = present(given, 'a key for PINs');
  let state = loadInitialKey(cipher, present(fromBase64(key), 'a key'), fromHex(id));
  return (cardNumber: string, pin: string) => {
    const taken = present(takeKey(cipher, state), 'a key that was not used');
    state = taken.next;
    const { serial, transactionKey } = taken;
    const used = workingKey(cipher, transactionKey, serial, 'pin-encryption');
    const digits = Uint8Array.from(pin, Number);
    const sealed = sealPin(cipher, used, digits, cardNumber, new Uint8Array(8).fill(5));
    if (!sealed.ok) throw new Error(sealed.error);
    return { block: toHex(sealed.value), serial: toHex(serial) };
  };
}
