import type { PublicKeyJwk } from '../../shared/contracts/bank-api.ts';

/** By the file of a till's device keys (P25). */
export interface DeviceKeysOnDisk {
  readonly inUse: PublicKeyJwk;
  readonly isRenewing: boolean;
  /** The one in use, and the other of two. */
  readonly all: readonly PublicKeyJwk[];
  /** Made for a forgotten passphrase, while the bank is being asked. */
  readonly prepared: PublicKeyJwk | null;
}
