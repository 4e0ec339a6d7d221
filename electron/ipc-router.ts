import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { z } from 'zod';
import { failure, type Failure } from '../shared/contracts/error-codes.ts';
import type { LineFault, TillHost } from '../shared/contracts/host.ts';
import { channelName, IPC_ARGUMENTS, type IpcChannel } from '../shared/contracts/ipc-contract.ts';
import { err, type Result } from '../shared/lib/result.ts';

/**
 * The one gate between window and main process (PROTOCOL P28): sender, then schema, then the
 * host, which looks at session and role. What is refused is answered as data and logged; a bug
 * behind the gate is logged too and answered without its insides.
 */
export function routeIpc(
  ipc: Pick<IpcMain, 'handle'>,
  host: TillHost,
  isOurs: (event: IpcMainInvokeEvent) => boolean,
  log: (line: string) => void,
): void {
  for (const channel of Object.keys(IPC_ARGUMENTS) as IpcChannel[]) {
    ipc.handle(channelName(channel), async (event, argument: unknown) => {
      if (!isOurs(event)) {
        log(`refused ${channel}: a frame that is not ours`);
        return refused(channel, 'sender');
      }
      return passedOn(host, channel, argument, log);
    });
  }
}

/** Schema and host; exported for the gate's own tests. */
export async function passedOn(
  host: TillHost,
  channel: IpcChannel,
  argument: unknown,
  log: (line: string) => void,
): Promise<Result<unknown, Failure | LineFault>> {
  const parsed = IPC_ARGUMENTS[channel].safeParse(argument);
  if (!parsed.success) {
    log(`refused ${channel}: ${z.prettifyError(parsed.error)}`);
    return refused(channel, 'shape');
  }
  try {
    const answer = host[channel] as (checked: unknown) => Promise<Result<unknown, Failure>>;
    return await answer(parsed.data);
  } catch (error) {
    log(`bug behind ${channel}: ${error instanceof Error ? (error.stack ?? error.message) : ''}`);
    return broken(channel);
  }
}

/** What asks the bank is answered by a fault of the line, which says whether it may have arrived. */
const ASKS_THE_BANK: ReadonlySet<IpcChannel> = new Set<IpcChannel>([
  'authorise',
  'reverse',
  'query',
  'upload',
  'signOn',
  'echo',
]);

function refused(channel: IpcChannel, detail: string): Result<never, Failure | LineFault> {
  const refusal = failure('message-refused', detail);
  return err(ASKS_THE_BANK.has(channel) ? onTheLine(refusal, false) : refusal);
}

/** Nobody knows how far it came: a request may have left, a record may be on the disk. */
function broken(channel: IpcChannel): Result<never, Failure | LineFault> {
  if (ASKS_THE_BANK.has(channel)) return err(onTheLine(failure('line-no-answer', 'bug'), true));
  return err(
    failure(channel === 'appendJournal' ? 'journal-write-failed' : 'message-refused', 'bug'),
  );
}

function onTheLine({ code, detail }: Failure, mayHaveArrived: boolean): LineFault {
  return { code, detail, mayHaveArrived, cause: 'own-network', retryAfterMs: null };
}
