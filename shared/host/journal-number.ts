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
