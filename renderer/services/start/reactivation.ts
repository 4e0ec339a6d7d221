import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import type { Reactivation, TillHost } from '../../../shared/contracts/host.ts';
import type { Terminal } from '../../../shared/contracts/host-facts.ts';
import { openText } from '../../../shared/domain/open-at-terminal.ts';
import { err, type Result } from '../../../shared/lib/result.ts';
import type { TerminalKeeping } from './terminal-keeping.ts';

/** What it needs of the till that is open. */
export interface ReactivatedTill {
  readonly whatKeepsTerminal: () => Promise<Result<TerminalKeeping, Failure>>;
  /** False: the bank does not answer, or does not know this till any more. */
  readonly signOnNow: () => Promise<boolean>;
}

/**
 * The same terminal with a new code (P24, P25): after another till had it, or when the bank wants it
 * so. Not before everything is sent, decided and settled: this till looks at what it has, and the
 * bank, which hears first how far the numbers go, at what has arrived.
 */
export async function reactivate(
  till: ReactivatedTill,
  host: Pick<TillHost, 'reactivate'>,
  request: Reactivation,
): Promise<Result<Terminal, Failure>> {
  // The bank counts what is open up to the last number that it was told of; a bank that has given
  // the terminal to another till does not answer, and then what this till knows has to do.
  await till.signOnNow();
  const keeping = await till.whatKeepsTerminal();
  if (!keeping.ok) return keeping;
  const { unsent, exceptions, unsettled, isDayEndOpen } = keeping.value;
  if (isDayEndOpen || unsent + exceptions + unsettled > 0) {
    return err(failure('terminal-open', openText({ unsent: unsent + exceptions, unsettled })));
  }
  const activated = await host.reactivate(request);
  if (activated.ok) await till.signOnNow();
  return activated;
}
