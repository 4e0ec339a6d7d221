import type { OperatorRole } from '../../shared/domain/operators.ts';
import type { Books, Judged } from '../domain/records.ts';
import type { BookingPorts } from '../ports.ts';
import type { WhenLocked } from '../store/book-scope.ts';
import { retried } from '../store/database.ts';
import { onJourney } from '../store/journey.ts';
import { declaration } from '../store/series-store.ts';
import { judgeTogether, keepingValue, type Work } from './judging.ts';

/** What a till asks to be booked; every contact declares (P2), in the same commit. */
type Asked = Omit<Work, 'judge'> & { readonly deliveredUpTo: number };

type Rule<Value> = (books: Books, role: OperatorRole | null) => Judged<Value>;

interface Declared {
  readonly work: Work;
  readonly deliveredUpTo: number;
}

interface Waiting extends Declared {
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** Enough to share a commit well; a group is no longer in the database than a small batch. */
const MOST_TOGETHER = 32;

/**
 * Group commit: what the tills ask for while one commit is on its way is booked in the next one,
 * together. A commit waits for the disk and a statement for its journey, so that sixteen tills cost
 * little more than one; nobody is answered before the commit that holds his record.
 *
 * Nobody waits for another till either. Who cannot go along at once, because other work holds his
 * till or his card, and everybody of a group that fails, goes alone: a group is never retried.
 */
export class GroupBooking {
  readonly #ports: BookingPorts;
  #waiting: Waiting[] = [];
  #isBooking = false;

  constructor(ports: BookingPorts) {
    this.#ports = ports;
  }

  async book<Value>(asked: Asked, rule: Rule<Value>): Promise<Value> {
    const { work, value } = keepingValue(asked, rule);
    await new Promise<void>((done, failed) => {
      this.#waiting.push({ work, deliveredUpTo: asked.deliveredUpTo, done, failed });
      if (!this.#isBooking) void this.#bookAll();
    });
    return value();
  }

  async #bookAll(): Promise<void> {
    this.#isBooking = true;
    while (this.#waiting.length > 0) {
      const group = this.#nextGroup();
      const booked = await bookTogether(this.#ports, group, 'do-without').catch(() => new Set());
      for (const one of group) {
        if (booked.has(one)) one.done();
        else void commitAlone(this.#ports, one).then(one.done, one.failed);
      }
    }
    this.#isBooking = false;
  }

  /** In the order of their coming, of each till one: it is one device with one series (F17). */
  #nextGroup(): readonly Waiting[] {
    const group = new Map<string, Waiting>();
    const later: Waiting[] = [];
    for (const one of this.#waiting) {
      const { terminalId } = one.work.terminal;
      if (group.size < MOST_TOGETHER && !group.has(terminalId)) group.set(terminalId, one);
      else later.push(one);
    }
    this.#waiting = later;
    return [...group.values()];
  }
}

/** In a commit of its own, and again when somebody else was first. */
export async function bookAlone<Value>(
  ports: BookingPorts,
  asked: Asked,
  rule: Rule<Value>,
): Promise<Value> {
  const { work, value } = keepingValue(asked, rule);
  await commitAlone(ports, { work, deliveredUpTo: asked.deliveredUpTo });
  return value();
}

async function commitAlone(ports: BookingPorts, one: Declared): Promise<void> {
  await retried(() => bookTogether(ports, [one], 'wait'));
}

/** One commit for all; whose till is held by other work is not among the booked. */
async function bookTogether(
  ports: BookingPorts,
  group: readonly Declared[],
  whenLocked: WhenLocked,
): Promise<ReadonlySet<Declared>> {
  return onJourney(ports.database, async (journey) => {
    const works = group.map(({ work }) => work);
    const { series, statements } = await judgeTogether(journey, ports, works, whenLocked);
    const booked = group.filter(({ work }) => series.has(work.terminal.terminalId));
    const declared = booked.map(({ work, deliveredUpTo }) => ({
      id: work.terminal.terminalId,
      delivered: deliveredUpTo,
    }));
    const last = [...statements, declaration(declared, ports.clock.nowMs())];
    return { done: new Set(booked), last };
  });
}
