import { describe, expect, it } from 'vitest';
import type { Settlement } from '../../shared/domain/settlement.ts';
import { JournalView } from './journal-view.ts';
import { everyNth, ON_DISK, ON_THE_LINE, stepOf, type ToldStory } from './nth.ts';
import type { TillSite } from './till-site.ts';

/** So long nobody comes: the day is ended before the last customer, who is of the next batch. */
const CLOSED_MS = 120_000;
/** Whoever sees that it has not ended asks for it again. */
const PRESSES_EVERY_MS = 8_000;

/** Two sales by card and the end of the day, asked for until it is confirmed; then one more sale. */
function dayWithAnEnd(): ToldStory {
  let journal: JournalView | null = null;
  let pressedAtMs: number | null = null;
  let counter: TillSite['counter'] | null = null;
  const told = (): readonly Settlement[] =>
    (journal?.records ?? []).flatMap(({ body }) =>
      body.kind === 'settlement' ? [body.settlement] : [],
    );
  const isEnded = (): boolean => told().at(-1)?.step === 'confirmed';
  return {
    seed: 5,
    tills: 1,
    salesPerTill: 3,
    habits: {
      ways: [['card', 1]],
      cards: [['good-tap', 1]],
      get comesAfterMs() {
        return counter?.salesLeft === 1
          ? ([CLOSED_MS, CLOSED_MS] as const)
          : ([500, 1_000] as const);
      },
    },
    looksOn: ({ site, scheduler }) => {
      journal ??= JournalView.of(site.machine.journalFile);
      counter = site.counter;
      const isTime = counter.salesLeft === 1 && counter.cart === null && !isEnded();
      const isPatient = pressedAtMs !== null && scheduler.nowMs - pressedAtMs < PRESSES_EVERY_MS;
      if (!isTime || isPatient || site.open === null) return Promise.resolve();
      pressedAtMs = scheduler.nowMs;
      void endsTheDay(site);
      return Promise.resolve();
    },
    counts: () => pressedAtMs !== null && !isEnded(),
    judge: () => {
      // Without a line it is closed unconfirmed, and the next one has a number of its own (F36).
      const opened = told().filter(({ step }) => step !== 'unconfirmed');
      const ids = new Set(opened.map(({ id }) => id));
      const last = told().at(-1);
      return [
        ...(isEnded() ? [] : [`P22 the day end is ${last?.step ?? 'not begun'}`]),
        ...(last?.totals.debit.count === 2 ? [] : ['P23 it is not about the two sales before it']),
        ...(ids.size === 1 ? [] : [`F35 it has gone on under ${ids.size} numbers`]),
      ];
    },
  };
}

async function endsTheDay({ open, supervisor }: TillSite): Promise<void> {
  const approval = await supervisor?.allows('settle');
  if (approval !== null && approval !== undefined) await open?.dayEnd.close(approval);
}

describe('the end of a day of two sales, and a sale after it', () => {
  it.each([...ON_DISK, ...ON_THE_LINE])(
    'F35 P22 I1–I9 with the n-th occasion of %s, to the last: once, under one number',
    async (kind) => {
      const { occasions, problems } = await everyNth(kind, dayWithAnEnd, stepOf(kind));
      expect(problems).toEqual([]);
      expect(occasions).toBeGreaterThan(0);
    },
  );
});
