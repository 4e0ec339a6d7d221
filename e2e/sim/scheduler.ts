/** Resolves when no code of the world is on its way any more; each engine has its own means. */
export type Settle = () => Promise<void>;

/** `beside`: the rest goes on in the same way whether it comes a little sooner or later. */
export type Course = 'in-turn' | 'beside';

interface Event {
  readonly dueMs: number;
  readonly order: number;
  readonly run: () => void;
  readonly course: Course;
}

/** Somebody who says in which order things happen. */
export interface Turns {
  /** How many milliseconds sooner or later than it says something may happen: disk and line are no clocks. */
  readonly slackMs: number;
  /** Which of several events comes first; 0 is the earliest, and of those the one that was asked for first. */
  readonly choose: (among: number) => number;
  /** What happens beside the rest comes in its place, and the others are chosen from. */
  readonly leavesBeside: boolean;
}

/**
 * Virtual time. What happens in the world happens as an event: it runs, everything that follows
 * from it by promises alone is let finish, and only then comes the next one. Two events at the same
 * moment come in the order in which they were asked for, where nobody chooses another one.
 */
export class Scheduler {
  turns: Turns | null = null;
  #nowMs: number;
  #orders = 0;
  readonly #heap: Event[] = [];
  readonly #settle: Settle;

  constructor(startMs: number, settle: Settle) {
    this.#nowMs = startMs;
    this.#settle = settle;
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  after(waitMs: number, run: () => void, course: Course = 'in-turn'): void {
    this.#orders += 1;
    const dueMs = this.#nowMs + Math.max(0, waitMs);
    push(this.#heap, { dueMs, order: this.#orders, run, course });
  }

  /** When something happens next; null when nothing does. */
  get nextDueMs(): number | null {
    return this.#heap[0]?.dueMs ?? null;
  }

  wait(waitMs: number): Promise<void> {
    return new Promise((resolve) => this.after(waitMs, resolve));
  }

  /** Lets one event happen; false when there is none left. */
  async step(): Promise<boolean> {
    const next = this.#next();
    if (next === undefined) return false;
    this.#nowMs = Math.max(this.#nowMs, next.dueMs);
    next.run();
    await this.#settle();
    return true;
  }

  #next(): Event | undefined {
    const first = pop(this.#heap);
    if (first === undefined || this.turns === null) return first;
    const { slackMs, choose, leavesBeside } = this.turns;
    if (leavesBeside && first.course === 'beside') return first;
    // One that others were let past is late already, and they may go past it again.
    const untilMs = Math.max(this.#nowMs, first.dueMs) + slackMs;
    const due = [first];
    while ((this.#heap[0]?.dueMs ?? Infinity) <= untilMs) due.push(pop(this.#heap) as Event);
    const able = leavesBeside ? due.filter(({ course }) => course === 'in-turn') : due;
    const chosen = able.length === 1 ? first : (able[choose(able.length)] ?? first);
    for (const event of due) if (event !== chosen) push(this.#heap, event);
    return chosen;
  }
}

const isEarlier = (a: Event, b: Event): boolean =>
  a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);

function push(heap: Event[], event: Event): void {
  heap.push(event);
  for (let at = heap.length - 1; at > 0;) {
    const parent = (at - 1) >> 1;
    if (!swapIfEarlier(heap, at, parent)) return;
    at = parent;
  }
}

function pop(heap: Event[]): Event | undefined {
  const [first] = heap;
  const last = heap.pop();
  if (first === undefined || last === undefined || heap.length === 0) return first;
  heap[0] = last;
  for (let at = 0; ;) {
    const left = 2 * at + 1;
    const right = left + 1;
    const other = heap[right];
    const mine = heap[left];
    if (mine === undefined) return first;
    const child = other !== undefined && isEarlier(other, mine) ? right : left;
    if (!swapIfEarlier(heap, child, at)) return first;
    at = child;
  }
}

function swapIfEarlier(heap: Event[], child: number, parent: number): boolean {
  const [a, b] = [heap[child], heap[parent]];
  if (a === undefined || b === undefined || !isEarlier(a, b)) return false;
  heap[child] = b;
  heap[parent] = a;
  return true;
}
