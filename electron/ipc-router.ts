import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { z } from 'zod';
import { failure, type Failure } from '../shared/contracts/error-codes.ts';
import type { LineFault } from '../shared/contracts/line-answer.ts';
import type { TillHost } from '../shared/contracts/host.ts';
import { channelName, IPC_ARGUMENTS, type IpcChannel } from '../shared/contracts/ipc-contract.ts';
import { asksTheBank, refusalFor } from '../shared/host/guard.ts';
import { err, type Result } from '../shared/lib/result.ts';

export interface GateKeeper {
  readonly log: (line: string) => void;
  /** For the audit: what was refused, and at which of the four checks. */
  readonly onRefused: (channel: IpcChannel, why: 'sender' | 'shape') => void;
  /** Around everything that passes the gate, so that leaving can wait for it (P24). */
  readonly during: <Value>(work: () => Promise<Value>) => Promise<Value>;
}

/**
 * Nothing honest has a third of it. What is nested thousands of levels deep can be written down and not
 * be copied to a window any more: a record like that would keep the till from ever starting again.
 */
const MOST_LEVELS = 50;

/**
 * The one gate between window and main process (PROTOCOL P28): sender, then schema; behind it the
 * host's own guard looks at the role (`shared/host/guard.ts`), and each channel at its step. What is
 * refused is answered as data, logged and audited; a bug behind the gate is logged too and answered
 * without its insides.
 */
export function routeIpc(
  ipc: Pick<IpcMain, 'handle'>,
  host: TillHost,
  isOurs: (event: IpcMainInvokeEvent) => boolean,
  keeper: GateKeeper,
): void {
  for (const channel of Object.keys(IPC_ARGUMENTS) as IpcChannel[]) {
    ipc.handle(channelName(channel), async (event, argument: unknown) => {
      if (!isOurs(event)) {
        keeper.log(`refused ${channel}: a frame that is not ours`);
        keeper.onRefused(channel, 'sender');
        return refused(channel, 'sender');
      }
      return keeper.during(() => passedOn(host, channel, argument, keeper));
    });
  }
}

async function passedOn(
  host: TillHost,
  channel: IpcChannel,
  argument: unknown,
  { log, onRefused }: GateKeeper,
): Promise<Result<unknown, Failure | LineFault>> {
  const parsed = isDeeperThan(argument, MOST_LEVELS)
    ? null
    : IPC_ARGUMENTS[channel].safeParse(argument);
  if (parsed?.success !== true) {
    log(`refused ${channel}: ${parsed === null ? 'too deep' : z.prettifyError(parsed.error)}`);
    onRefused(channel, 'shape');
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

function refused(channel: IpcChannel, detail: string): Result<never, Failure | LineFault> {
  return err(refusalFor(channel, failure('message-refused', detail)));
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  if (levels === 0) return true;
  return Object.values(value).some((member) => isDeeperThan(member, levels - 1));
}

/** Nobody knows how far it came: a request may have left, a record may be on the disk. */
function broken(channel: IpcChannel): Result<never, Failure | LineFault> {
  if (asksTheBank(channel)) {
    const unknown = refusalFor(channel, failure('line-no-answer', 'bug'));
    return err({ ...unknown, mayHaveArrived: true });
  }
  return err(failure(channel === 'appendJournal' ? 'journal-in-doubt' : 'message-refused', 'bug'));
}
