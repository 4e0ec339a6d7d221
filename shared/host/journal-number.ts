import type { ActivationAnswer } from '../contracts/activation-api.ts';
import type { PublicKeyJwk } from '../contracts/bank-api.ts';
import type { Failure } from '../contracts/error-codes.ts';
import type { ActivateRequest } from '../contracts/host.ts';
import type { Result } from '../lib/result.ts';
import { activateAtBank } from './activation.ts';
import type { HostIdentity } from './bank-line.ts';
import type { KeptValue } from './ports.ts';

/**
 * The count of journals beside the keys as well, in the open and before them: whoever has forgotten the
 * passphrase must be able to say which journal is here (P25).
 */
export function withJournalNumber(
  journalNumber: KeptValue<number>,
  sealed: KeptValue<HostIdentity>,
): KeptValue<HostIdentity> {
  return {
    read: () => sealed.read(),
    write: async (identity) => {
      await journalNumber.write(identity.activation.journalNumber ?? 0);
      await sealed.write(identity);
    },
  };
}

interface AdoptedTill {
  readonly appVersion: string;
  /** Of the journal that was taken over; null where nothing was sold yet. */
  readonly terminalId: string | null;
  readonly journalNumber: KeptValue<number>;
}

/** The bank is told of keys that were made for a journal whose own are lost (P25). */
export async function activateNewKeys(
  ports: Parameters<typeof activateAtBank>[0],
  request: ActivateRequest,
  devicePublicKey: PublicKeyJwk,
  { appVersion, terminalId, journalNumber }: AdoptedTill,
): Promise<Result<ActivationAnswer, Failure>> {
  // What is open in it is not known without its keys: it goes on whole, or not at all.
  const goesOn = { journalNumber: (await journalNumber.read()) ?? 0, isOpen: true };
  return activateAtBank(ports, request, devicePublicKey, {
    appVersion,
    keyStoreLevel: 'passphrase',
    ...(terminalId === null ? {} : { formerly: { terminalId, ...goesOn } }),
  });
}
