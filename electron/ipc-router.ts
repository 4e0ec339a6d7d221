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
  /** Behind the gate: the window is answered, and the journal has it. */
  readonly onBug: (bug: unknown) => void;
  /** Around everything that passes the gate, so that leaving can wait for it (P24). */
  readonly during: <Value>(work: () => Promise<Value>) => Promise<Value>;
}

/**
 * Nothing honest has a third of it. What is nested thousands of levels deep can be written down and
 * not be copied to a window any more: a record like that would keep the till from ever starting
 * again.
 */
const MOST_LEVELS = 50;

/**
 * The one gate between window and main process (PROTOCOL P28): sender, then text and schema; behind
 * it the host's own guard looks at the role (`shared/host/guard.ts`), and each channel at its step.
 * What is refused is answered as data, logged and audited; a bug behind the gate is logged and noted too
 * and answered without its insides.
 */
export function routeIpc(
  ipc: Pick<IpcMain, 'handle'>,
  host: TillHost,
  isOurs: (event: IpcMainInvokeEvent) => boolean,
  keeper: GateKeeper,
): void {
  for (const channel of Object.keys(IPC_ARGUMENTS) as IpcChannel[]) {
    ipc.handle(channelName(channel), async (event, text: unknown) => {
      if (!isOurs(event)) {
        keeper.log(`refused ${channel}: a frame that is not ours`);
        keeper.onRefused(channel, 'sender');
        return JSON.stringify(refused(channel, 'sender'));
      }
      return JSON.stringify(await keeper.during(() => passedOn(host, channel, text, keeper)));
    });
  }
}

async function passedOn(
  host: TillHost,
  channel: IpcChannel,
  text: unknown,
  { log, onRefused, onBug }: GateKeeper,
): Promise<Result<unknown, Failure | LineFault>> {
  const parsed = argumentIn(channel, text);
  if (!parsed.success) {
    log(`refused ${channel}: ${parsed.why}`);
    onRefused(channel, 'shape');
    return refused(channel, 'shape');
  }
  try {
    const answer = host[channel] as (checked: unknown) => Promise<Result<unknown, Failure>>;
    return await answer(parsed.data);
  } catch (error) {
    log(`bug behind ${channel}: ${error instanceof Error ? (error.stack ?? error.message) : ''}`);
    onBug(error);
    return broken(channel);
  }
}

function refused(channel: IpcChannel, detail: string): Result<never, Failure | LineFault> {
  return err(refusalFor(channel, failure('message-refused', detail)));
}

type Argument =
  | { readonly success: true; readonly data: unknown }
  | { readonly success: false; readonly why: string };

/** What a window has said, read and checked; the reason names no value, which may be a PIN. */
function argumentIn(channel: IpcChannel, text: unknown): Argument {
  if (text !== undefined && typeof text !== 'string') return { success: false, why: 'no text' };
  let argument: unknown;
  try {
    argument = text === undefined ? undefined : JSON.parse(text);
  } catch {
    return { success: false, why: 'not JSON' };
  }
  if (isDeeperThan(argument, MOST_LEVELS)) return { success: false, why: 'too deep' };
  const parsed = IPC_ARGUMENTS[channel].safeParse(argument);
  return parsed.success ? parsed : { success: false, why: z.prettifyError(parsed.error) };
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
