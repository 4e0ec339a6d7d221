import type { CardIssuer } from '../ports.ts';
import { fromHex } from '../../shared/lib/bytes.ts';
import { BLOCK_CIPHERS } from './block-ciphers.ts';

/** The demo issuer's test key number 1: the keys of all test cards were derived of it. */
const TEST_ISSUER_KEY = fromHex('3f1d6a50c28b94e7760d5ea1b3924cf8');

export const DEMO_ISSUER: CardIssuer = {
  ciphers: BLOCK_CIPHERS,
  keys: new Map([[1, TEST_ISSUER_KEY]]),
};
