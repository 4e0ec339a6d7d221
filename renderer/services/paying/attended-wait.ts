import { watchCodeIn } from '../../../shared/contracts/answer-classes.ts';
import type { AuthorisationAnswer, QueryAnswer } from '../../../shared/contracts/bank-api.ts';
import { factsOf } from '../../../shared/contracts/error-codes.ts';
import type { AtCard } from '../../../shared/contracts/card-presentation.ts';
import type { LineFault } from '../../../shared/contracts/line-answer.ts';
import type { TillHost } from '../../../shared/contracts/host.ts';
import type { ChipRecord } from '../../../shared/domain/emv/chip-record.ts';
import { institutionsIn } from '../../../shared/domain/institutions.ts';
import { minor } from '../../../shared/domain/money.ts';
import type { WaitParameters } from '../../../shared/domain/parameters.ts';
import type { PaymentCore, PaymentEvent } from '../../../shared/domain/payment.ts';
import { nextPaymentStep, type Heard } from '../../../shared/domain/payment-step.ts';
import { present } from '../../../shared/lib/assert.ts';
import type { Clock } from '../../ports.ts';
import type { PaymentDesk, PaymentStepNews } from './payment-desk.ts';

/**
 * Waiting for the bank while the customer stands there (PROTOCOL P5). What to do next is decided
 * by `nextPaymentStep`; this loop does it and tells the desk. The visible clock is kept to the
 * second: when it runs out, the choice is offered even if a question is still on its way. It is no
 * wall clock: whoever sets that makes nobody wait longer, and hurries nobody.
 */
export type BankVerdict =
  | {
      readonly kind: 'answered';
      readonly event: AnswerEvent;
      readonly code: string;
      /** How the chip in the reader took it. */
      readonly chip?: ChipRecord;
    }
  /** The bank took nothing of the request, not even its number (P2). */
  | { readonly kind: 'refused-unread'; readonly event: AnswerEvent; readonly code: string }
  /** The bank said yes, the chip in the reader no: what was booked must be taken back (P6, P17). */
  | { readonly kind: 'refused-by-card'; readonly chip?: ChipRecord }
  | { readonly kind: 'given-up' }
  | { readonly kind: 'line-dead'; readonly fault: LineFault };

export type AnswerEvent = Extract<
  PaymentEvent,
  { type: 'bank-approved' | 'bank-approved-in-part' | 'bank-declined' }
>;

export interface AttendedWait {
  readonly host: Pick<TillHost, 'authorise' | 'query'>;
  readonly clock: Clock;
  readonly wait: WaitParameters;
  readonly core: PaymentCore;
  readonly operatorId: string;
  readonly sealedPin: string | null;
  readonly deliveredUpTo: () => Promise<number>;
  readonly probeLine: () => Promise<boolean>;
  /** `no-answer` where the payment was sent before this wait: it goes on with asking (P8). */
  readonly heard: Extract<Heard, 'nothing-asked' | 'no-answer'>;
  /** It was read for an earlier wait: the bank is asked, and nothing is sent again. */
  readonly isCardGone: boolean;
  /** An answer that comes when nobody waits for it any more changes nothing; it is noted (F14). */
  readonly answeredTooLate: (verdict: AnsweredVerdict) => void;
  readonly desk: PaymentDesk;
}

type AnsweredVerdict = Extract<BankVerdict, { kind: 'answered' }>;

const PAUSE_BETWEEN_QUESTIONS_MS = 1_000;

/**
 * What comes once nobody waits any more is told to nobody: the cashier has read by then what becomes
 * of the money, and a late yes is being taken back (I9, F14).
 */
export async function waitForAnswer(waiting: AttendedWait): Promise<BankVerdict> {
  let isWaiting = true;
  const tell = (news: PaymentStepNews): void => {
    if (isWaiting) waiting.desk.tell(news);
  };
  try {
    return await untilSettled(waiting, { ...waiting, desk: { tell } });
  } finally {
    isWaiting = false;
  }
}

/** One attempt outlives the wait for it. */
interface Attempt extends Omit<AttendedWait, 'desk'> {
  readonly desk: Pick<PaymentDesk, 'tell'>;
}

async function untilSettled(waiting: AttendedWait, one: Attempt): Promise<BankVerdict> {
  const { clock, desk, wait } = waiting;
  const startMs = clock.passedMs();
  let sinceMs = startMs;
  let givenUp = false;
  let isOver = false;
  let { heard }: { heard: Heard } = waiting;
  let dead: LineFault | null = null;
  desk.waitingSince(sinceMs);
  for (;;) {
    const step = nextPaymentStep('authorizing', {
      attended: true,
      givenUp: givenUp || desk.giveUp.aborted,
      lineUsable: dead === null,
      heard,
      pinCarried: waiting.sealedPin !== null,
      cardGone: waiting.isCardGone,
      waitedMs: clock.passedMs() - sinceMs,
      ageMs: clock.passedMs() - startMs,
      wait,
    });
    switch (step.kind) {
      case 'send':
      case 'ask': {
        const leftMs = () => Math.max(0, sinceMs + wait.attendedMs - clock.passedMs());
        const work = attempt(one, step.kind, heard === 'nothing-asked');
        const tried = await withinPatience(work, waiting, leftMs());
        if (isSettled(tried)) return tried;
        void work.then((late) => {
          if (isOver && late.kind === 'answered') waiting.answeredTooLate(late);
        });
        heard = tried.kind === 'not-known' ? 'not-known' : 'no-answer';
        dead = tried.kind === 'line-dead' ? tried.fault : null;
        if (dead !== null) break;
        await clock.sleep(Math.min(PAUSE_BETWEEN_QUESTIONS_MS, leftMs()), desk.giveUp);
        break;
      }
      case 'offer-choice':
        givenUp = (await desk.choose({ kind: 'unknown', sinceMs: startMs })) === 'give-up';
        sinceMs = clock.passedMs();
        desk.waitingSince(sinceMs);
        break;
      case 'reverse':
        isOver = true;
        return { kind: 'given-up' };
      default:
        isOver = true;
        return { kind: 'line-dead', fault: present(dead, 'the fault of a dead line') };
    }
  }
}

type Settled = Extract<BankVerdict, { kind: 'answered' | 'refused-unread' | 'refused-by-card' }>;

function isSettled(tried: Tried): tried is Settled {
  const { kind } = tried;
  return kind === 'answered' || kind === 'refused-unread' || kind === 'refused-by-card';
}

type Tried =
  | Exclude<BankVerdict, { kind: 'given-up' }>
  | { readonly kind: 'not-known' }
  | { readonly kind: 'no-answer' };

/** One question and, where it got no answer, a probe: is the bank silent, or is the line dead? */
async function attempt(waiting: Attempt, how: 'send' | 'ask', isFirst: boolean): Promise<Tried> {
  const tried = how === 'send' ? await send(waiting) : await ask(waiting);
  if (tried.kind !== 'fault') return tried;
  // Final only while nothing else of this id can be under way: an earlier sending may still arrive.
  const refused = isFirst ? refusedUnread(tried.fault, waiting.clock.nowMs()) : null;
  if (refused !== null) return refused;
  if (await waiting.probeLine()) return { kind: 'no-answer' };
  return { kind: 'line-dead', fault: tried.fault };
}

/** Nobody waits longer for an attempt than the cashier's patience or the visible clock allows. */
async function withinPatience(
  work: Promise<Tried>,
  { clock, desk }: AttendedWait,
  leftMs: number,
): Promise<Tried> {
  const stop = new AbortController();
  const abort = () => stop.abort();
  desk.giveUp.addEventListener('abort', abort, { once: true });
  const patience = clock.sleep(leftMs, stop.signal).then(() => ({ kind: 'no-answer' }) as const);
  try {
    return await Promise.race([work, patience]);
  } finally {
    desk.giveUp.removeEventListener('abort', abort);
    abort();
  }
}

type Reply =
  | AnsweredVerdict
  | Extract<BankVerdict, { kind: 'refused-by-card' }>
  | { readonly kind: 'fault'; readonly fault: LineFault }
  | { readonly kind: 'not-known' };

async function send(waiting: Attempt): Promise<Reply> {
  const { host, clock, core, operatorId, sealedPin, desk } = waiting;
  desk.tell({ step: 'authorisation', progress: 'running', atMs: clock.nowMs(), code: '' });
  const reply = await host.authorise({
    core,
    attempt: {
      sentAtMs: clock.nowMs(),
      operatorId,
      deliveredUpTo: await waiting.deliveredUpTo(),
      ...(sealedPin === null ? {} : { sealedPin }),
    },
  });
  const atMs = clock.nowMs();
  if (!reply.ok) {
    desk.tell({ step: 'authorisation', progress: 'warning', atMs, code: reply.error.code });
    return { kind: 'fault', fault: reply.error };
  }
  const { answer } = reply.value;
  desk.tell({
    step: 'authorisation',
    progress: answer.outcome === 'declined' ? 'failed' : 'done',
    atMs,
    code: answer.code,
  });
  return atCard(answered(answer.outcome, answer, atMs), answer, desk, atMs);
}

/**
 * The bank understood the envelope and refuses the content: no money moved. Where it found the number
 * in use (422) there is none to declare unused.
 */
function refusedUnread({ code: reason }: LineFault, atMs: number): Refusal | null {
  const code = '30';
  const event = { type: 'bank-declined', atMs, code } as const;
  switch (factsOf(reason).status) {
    case 400:
    case 403:
      return { kind: 'refused-unread', event, code };
    case 422:
      return { kind: 'answered', event, code };
    default:
      return null;
  }
}

type Refusal = Extract<BankVerdict, { kind: 'answered' | 'refused-unread' }>;

async function ask({ host, clock, core, desk }: Attempt): Promise<Reply> {
  const say = (progress: PaymentStepNews['progress'], code: string): void =>
    desk.tell({ step: 'asking', progress, atMs: clock.nowMs(), code });
  say('running', '');
  const reply = await host.query({ id: core.id, amountMinor: core.amountMinor });
  if (!reply.ok) {
    say('warning', reply.error.code);
    return { kind: 'fault', fault: reply.error };
  }
  const event = eventOfQuery(reply.value.answer, clock.nowMs());
  if (event === null) {
    say('warning', 'not-found');
    return { kind: 'not-known' };
  }
  say(event.event.type === 'bank-declined' ? 'failed' : 'done', event.code);
  return atCard(event, reply.value.answer, desk, clock.nowMs());
}

/** The card has the last word, and no other than no where it did not believe the bank's yes. */
function atCard(
  said: AnsweredVerdict,
  { refusedByCard, chip }: AtCard,
  desk: Attempt['desk'],
  atMs: number,
): Reply {
  const heard = chip === undefined ? {} : { chip };
  if (refusedByCard !== true) return { ...said, ...heard };
  desk.tell({ step: 'card-end', progress: 'failed', atMs, code: '' });
  return { kind: 'refused-by-card', ...heard };
}

/** What the bank's answer to a question by id says; null = nothing that settles it: it stays open. */
export function eventOfQuery(
  answer: QueryAnswer,
  atMs: number,
): Extract<BankVerdict, { kind: 'answered' }> | null {
  return answer.known ? answered(OUTCOME_OF[answer.state], answer, atMs) : null;
}

type Outcome = AuthorisationAnswer['outcome'];

const OUTCOME_OF: Readonly<Record<Extract<QueryAnswer, { known: true }>['state'], Outcome>> = {
  approved: 'approved',
  posted: 'approved',
  'approved-in-part': 'approved-in-part',
  declined: 'declined',
  refused: 'declined',
  reversed: 'declined',
};

type Answer = Pick<
  AuthorisationAnswer,
  'code' | 'approvedMinor' | 'authorisationCode' | 'referenceNumber' | 'institutions'
>;

function answered(
  outcome: Outcome,
  answer: Answer,
  atMs: number,
): Extract<BankVerdict, { kind: 'answered' }> {
  const { code } = answer;
  return { kind: 'answered', event: eventOf(outcome, answer, atMs), code };
}

function eventOf(outcome: Outcome, answer: Answer, atMs: number): AnswerEvent {
  const { code, authorisationCode, referenceNumber } = answer;
  const numbers = { atMs, authorisationCode, referenceNumber, ...institutionsIn(answer) };
  switch (outcome) {
    case 'approved':
      return { type: 'bank-approved', ...numbers, ...watchCodeIn(code) };
    case 'approved-in-part':
      return {
        type: 'bank-approved-in-part',
        ...numbers,
        approvedMinor: minor(answer.approvedMinor),
      };
    case 'declined':
      return { type: 'bank-declined', atMs, code };
  }
}
