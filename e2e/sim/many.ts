import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { FaultKind } from './faults.ts';

export interface Told {
  readonly seed: number;
  readonly problems: readonly string[];
  readonly events: number;
  readonly shown: number;
  readonly faults: readonly FaultKind[];
}

export interface ManyOptions {
  readonly from: number;
  readonly count: number;
  readonly stopAtFirst: boolean;
  /** How far it is, and each world that fails at once: a run of hours may be ended before its end. */
  readonly progress: (line: string) => void;
}

const REPORT_EVERY_MS = 10_000;
/** A world makes much that is soon forgotten: in the usual room a third of the time goes into tidying. */
const ROOM = { maxYoungGenerationSizeMb: 256 };

export function failureOf({ seed, problems }: Told): string {
  return `seed ${seed}: ${problems[0] ?? ''}`;
}

/** Many worlds on all cores; those that failed, lowest seed first, and what all of them saw. */
export async function tellMany({ from, count, stopAtFirst, progress }: ManyOptions): Promise<{
  readonly failed: readonly Told[];
  readonly told: number;
  readonly events: number;
  readonly shown: number;
  readonly faults: ReadonlyMap<FaultKind, number>;
}> {
  const failed: Told[] = [];
  const faults = new Map<FaultKind, number>();
  let [next, told, events, shown] = [from, 0, 0, 0];
  const startedMs = performance.now();
  let reportedMs = startedMs;
  const report = (): void => {
    const nowMs = performance.now();
    if (nowMs - reportedMs < REPORT_EVERY_MS) return;
    reportedMs = nowMs;
    const leftS = Math.round(((nowMs - startedMs) / told) * ((count - told) / 1000));
    progress(`${told} of ${count} worlds, ${failed.length} failed, about ${leftS} s left`);
  };
  const isOver = (): boolean => next >= from + count || (stopAtFirst && failed.length > 0);
  const threads = Math.min(count, availableParallelism());
  await Promise.all(
    Array.from({ length: threads }, async () => {
      const worker = new Worker(new URL('./worker.ts', import.meta.url), { resourceLimits: ROOM });
      await new Promise<void>((done, broke) => {
        const hand = (): void => {
          if (isOver()) done();
          else worker.postMessage(next++);
        };
        worker.on('error', broke);
        worker.on('message', (world: Told) => {
          told += 1;
          events += world.events;
          shown += world.shown;
          for (const kind of world.faults) faults.set(kind, (faults.get(kind) ?? 0) + 1);
          if (world.problems.length > 0) {
            failed.push(world);
            progress(failureOf(world));
          }
          report();
          hand();
        });
        hand();
      });
      await worker.terminate();
    }),
  );
  return { failed: failed.sort((a, b) => a.seed - b.seed), told, events, shown, faults };
}
