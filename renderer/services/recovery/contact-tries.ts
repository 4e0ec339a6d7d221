import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { Ledger } from '../books/ledger-of-the-till.ts';

export interface ContactNote {
  readonly saleId: string;
  readonly operatorId: string;
  readonly isReached: boolean;
  /** As whoever called puts it. */
  readonly words: string;
}

/** Longer is a letter; the journal takes no more. */
export const MAX_CONTACT_WORDS = 300;

/**
 * Somebody has tried to reach the customer about a refused promise (P13, P19): kept in the journal
 * with time, operator and words, so that the next shift knows what was tried before it writes off.
 */
export async function noteContact(
  ledger: Ledger,
  { saleId, operatorId, isReached, words }: ContactNote,
): Promise<Result<null, Failure>> {
  const said = words.trim().slice(0, MAX_CONTACT_WORDS);
  if (said === '') return err(failure('settings-invalid', 'nothing was said'));
  const written = await ledger.commit(
    () => ({ kind: 'contact-tried', saleId, operatorId, isReached, words: said }),
    saleId,
  );
  return written.ok ? ok(null) : written;
}
