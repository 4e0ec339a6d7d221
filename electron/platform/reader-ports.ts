import { createHmac, randomBytes } from 'node:crypto';
import type { ReaderPorts } from '../../shared/host/virtual-card-reader.ts';
import { chipCrypto } from './card-crypto.ts';
import { createSealer } from './card-sealing.ts';

/** What a card reader computes with, whatever process it runs in. */
export const readerPorts: ReaderPorts = {
  chipCrypto,
  randomBytes,
  sealerFor: createSealer,
  hmac: (key, text) =>
    createHmac('sha256', Buffer.from(key, 'base64')).update(text, 'utf8').digest('hex'),
};
