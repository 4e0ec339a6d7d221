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
 *
 * Where the bank does not know the only key of this till any more nothing can be sent before: then what
 * is open stays here and comes under the code, once the bank's people have released the terminal. Whether
 * it has lost that key or given the terminal to another till the bank alone knows, and says.
 */
export async function reactivate(
  till: ReactivatedTill,
  host: Pick<TillHost, 'reactivate' | 'echo'>,
  request: Omit<Reactivation, 'isOpen'>,
): Promise<Result<Terminal, Failure>> {
  // The bank counts what is open up to the last number that it was told of; a bank that has given
  // the terminal to another till does not answer, and then what this till knows has to do.
  const isKnown = await till.signOnNow();
  const keeping = await till.whatKeepsTerminal();
  if (!keeping.ok) return keeping;
  const { unsent, exceptions, unsettled, isDayEndOpen } = keeping.value;
  const isOpen = isDayEndOpen || unsent + exceptions + unsettled > 0;
  if (isOpen && (isKnown || !(await isRefused(host)))) {
    return err(failure('terminal-open', openText({ unsent: unsent + exceptions, unsettled })));
  }
  const activated = await host.reactivate({ ...request, isOpen });
  if (activated.ok) await till.signOnNow();
  return activated;
}

/** The bank itself has refused the signature; a line that says nothing says nothing of the key. */
async function isRefused(host: Pick<TillHost, 'echo'>): Promise<boolean> {
  const asked = await host.echo({ deliveredUpTo: 0 });
  return !asked.ok && REFUSED_KEY.has(asked.error.code);
}

const REFUSED_KEY: ReadonlySet<string> = new Set(['signature-invalid', 'terminal-unknown']);
