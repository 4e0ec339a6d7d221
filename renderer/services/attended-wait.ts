import type { QueryAnswer } from '../../shared/contracts/bank-api.ts';
import { factsOf } from '../../shared/contracts/error-codes.ts';
import type { LineFault, TillHost } from '../../shared/contracts/host.ts';
import type { WaitParameters } from '../../shared/domain/parameters.ts';
import type { PaymentCore, PaymentEvent } from '../../shared/domain/payment.ts';
import type { Clock } from '../ports.ts';
import type { PaymentDesk } from './payment-desk.ts';

/**
 * Waiting for the bank while the customer stands there (PROTOCOL P5).
 *
 *   send ──answer──▶ done
 *     │ no answer
 *     ▼
 *   line dead? ──yes──▶ `line-dead`: the caller goes the offline way (P7)
 *     │ no
 *     ▼
 *   ask by id ──known──▶ done          20 s gone: the cashier chooses
 *     ▲   │ not known: send the same id again, unless it carried a PIN
 *     └───┘
 */
export type BankVerdict =
  | { readonly kind: 'answered'; readonly event: AnswerEvent; readonly code: string }
  | { readonly kind: 'given-up' }
  | { readonly kind: 'line-dead'; readonly fault: LineFault };

export type AnswerEvent = Extract<PaymentEvent, { type: 'bank-approved' | 'bank-declined' }>;

export interface AttendedWait {
  readonly host: Pick<TillHost, 'authorise' | 'query'>;
  readonly clock: Clock;
  readonly wait: WaitParameters;
  readonly core: PaymentCore;
  readonly operatorId: string;
  readonly sealedPin: string | null;
  readonly deliveredUpTo: () => Promise<number>;
  readonly probeLine: () => Promise<boolean>;
  readonly desk: PaymentDesk;
}

const PAUSE_BETWEEN_QUESTIONS_MS = 1_000;

export async function waitForAnswer(waiting: AttendedWait): Promise<BankVerdict> {
  const { clock, desk, wait } = waiting;
  let sinceMs = clock.nowMs();
  const startMs = sinceMs;
  let mode: 'send' | 'ask' = 'send';
  for (;;) {
    if (desk.giveUp.aborted) return { kind: 'given-up' };
    const tried: Tried = mode === 'send' ? await send(waiting) : await ask(waiting);
    if (tried.kind === 'answered') return tried;
    if (tried.kind === 'fault' && !(await waiting.probeLine())) {
      return { kind: 'line-dead', fault: tried.fault };
    }
    if (clock.nowMs() - sinceMs >= wait.attendedMs) {
      const choice = await desk.choose({ kind: 'unknown', sinceMs: startMs });
      if (choice === 'give-up') return { kind: 'given-up' };
      sinceMs = clock.nowMs();
    }
    mode = tried.kind === 'not-known' && waiting.sealedPin === null ? 'send' : 'ask';
    await clock.sleep(PAUSE_BETWEEN_QUESTIONS_MS, desk.giveUp);
  }
}

type Tried =
  | Extract<BankVerdict, { kind: 'answered' }>
  | { readonly kind: 'fault'; readonly fault: LineFault }
  | { readonly kind: 'not-known' };

async function send(waiting: AttendedWait): Promise<Tried> {
  const { host, clock, core, operatorId, sealedPin, desk } = waiting;
  desk.tell({ step: 'authorisation', progress: 'running', atMs: clock.nowMs(), code: '' });
  const reply = await untilGivenUp(
    host.authorise({
      core,
      attempt: {
        sentAtMs: clock.nowMs(),
        operatorId,
        deliveredUpTo: await waiting.deliveredUpTo(),
        ...(sealedPin === null ? {} : { sealedPin }),
      },
    }),
    desk.giveUp,
  );
  if (reply === null) return { kind: 'not-known' };
  const atMs = clock.nowMs();
  if (!reply.ok) {
    desk.tell({ step: 'authorisation', progress: 'warning', atMs, code: reply.error.code });
    if (isRefusedUnread(reply.error)) return answered(false, REFUSED_UNREAD, atMs);
    return { kind: 'fault', fault: reply.error };
  }
  const { answer } = reply.value;
  const approved = answer.outcome === 'approved';
  desk.tell({
    step: 'authorisation',
    progress: approved ? 'done' : 'failed',
    atMs,
    code: answer.code,
  });
  return answered(approved, answer, atMs);
}

/** The bank understood the envelope and refuses the content (400, 403, 422): no money moved. */
function isRefusedUnread(fault: LineFault): boolean {
  const status = factsOf(fault.code).status ?? 0;
  return status === 400 || status === 403 || status === 422;
}

const REFUSED_UNREAD = { code: '30', authorisationCode: '', referenceNumber: '' };

async function ask({ host, clock, core, desk }: AttendedWait): Promise<Tried> {
  desk.tell({ step: 'asking', progress: 'running', atMs: clock.nowMs(), code: '' });
  const reply = await untilGivenUp(host.query({ id: core.id }), desk.giveUp);
  if (reply === null) return { kind: 'not-known' };
  if (!reply.ok) return { kind: 'fault', fault: reply.error };
  const event = eventOfQuery(reply.value.answer, clock.nowMs());
  return event === null ? { kind: 'not-known' } : event;
}

/** What the bank's answer to a question by id says; null = it does not know, which closes nothing. */
export function eventOfQuery(
  answer: QueryAnswer,
  atMs: number,
): Extract<BankVerdict, { kind: 'answered' }> | null {
  if (!answer.known) return null;
  return answered(answer.state === 'approved' || answer.state === 'posted', answer, atMs);
}

function answered(
  approved: boolean,
  answer: { code: string; authorisationCode: string; referenceNumber: string },
  atMs: number,
): Extract<BankVerdict, { kind: 'answered' }> {
  const { code, authorisationCode, referenceNumber } = answer;
  const event: AnswerEvent = approved
    ? { type: 'bank-approved', atMs, authorisationCode, referenceNumber }
    : { type: 'bank-declined', atMs, code };
  return { kind: 'answered', event, code };
}

/** The cashier need not wait for the end of an attempt to stop waiting (P5); null = stopped. */
function untilGivenUp<Value>(work: Promise<Value>, giveUp: AbortSignal): Promise<Value | null> {
  return new Promise((resolve, reject) => {
    if (giveUp.aborted) resolve(null);
    giveUp.addEventListener('abort', () => resolve(null), { once: true });
    work.then(resolve, reject);
  });
}
