import { randomBytes } from 'node:crypto';
import type { PinPadPorts } from '../../shared/host/pin-pad-program.ts';
import { chipCrypto } from './card-crypto.ts';
import { createSealer } from './card-sealing.ts';

/** What a PIN pad computes with, whatever process it runs in. */
export const pinPadPorts: PinPadPorts = {
  cipher: chipCrypto.cipher,
  randomBytes,
  sealerFor: createSealer,
};
