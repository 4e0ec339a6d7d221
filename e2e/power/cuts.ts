import { createHash } from 'node:crypto';
import { Disk, type DiskEvent, type NameRule, type Tree } from './disk-model.ts';
import type { BankMoment, Recording, ToldAt } from './recording.ts';
import type { Tear } from './tear.ts';
import { isMoney, withoutCaches } from './till-disk.ts';

/** A moment at which the power goes, with everything that is left then. */
export interface Cut {
  /** For people: which sync it did not come to any more. */
  readonly name: string;
  readonly atUs: number;
  readonly tree: Tree;
  readonly bankMoment: number;
  /** What the cashier has been told until then. */
  readonly told: readonly ToldAt[];
}

/** How the disk loses what was not synced. */
export interface Loss {
  readonly rule: NameRule;
  /** Null: all of it. */
  readonly tearOf: ((cut: number) => Tear) | null;
}

/**
 * Between two syncs a disk that keeps only what was synced does not change. So the moment just before
 * a sync stands for all moments since the one before it, and it is the one at which most has been
 * told: every moment of the recording is covered, and with it the 100 ms after a word on the screen.
 * Of cuts that leave the same disk and the same bank the last is kept.
 */
export function cutsOf(recording: Recording, { rule, tearOf }: Loss): readonly Cut[] {
  const disk = new Disk(rule);
  const cuts = new Map<string, Cut>();
  let syncs = 0;
  const cutAt = (atUs: number, name: string): void => {
    syncs += 1;
    const tree = withoutCaches(disk.afterCut(tearOf === null ? null : tearOf(syncs)));
    const told = recording.told.filter((one) => one.atUs <= atUs);
    for (const bankMoment of momentsAt(recording.bank, atUs)) {
      const key = `${bankMoment} ${digestOf(tree)}`;
      // Removed first, so that the order is that of the cuts.
      cuts.delete(key);
      cuts.set(key, { name: `${syncs} ${name}`, atUs, tree, bankMoment, told });
    }
  };
  for (const event of recording.events) {
    if (event.change.kind === 'sync' && event.endUs >= recording.salesFromUs) {
      cutAt(event.endUs - 1, `before the sync of ${event.change.path}`);
    }
    disk.apply(event);
  }
  cutAt(recording.endUs, 'after everything');
  return [...cuts.values()];
}

/** While the bank is being asked, it may have heard or not. */
function momentsAt(moments: readonly BankMoment[], atUs: number): ReadonlySet<number> {
  const surely = moments.filter(({ untilUs }) => untilUs <= atUs).length;
  const perhaps = moments.filter(({ fromUs }) => fromUs <= atUs).length;
  return new Set(moments.slice(surely - 1, perhaps).map(({ moment }) => moment));
}

/** The first cut at which each word is owed: nothing was done after it that could help. */
export function tightest(cuts: readonly Cut[]): readonly Cut[] {
  const most = Math.max(...cuts.map(({ told }) => told.length));
  return Array.from({ length: most }, (_, i) => i + 1).flatMap((owed) => {
    const first = cuts.find(({ told }) => told.length >= owed);
    return first === undefined ? [] : [first];
  });
}

/** The recording of a program that does not sync below these folders any more: a planted fault. */
export function withoutSyncs(recording: Recording, folders: readonly string[]): Recording {
  const isForgotten = ({ change, endUs }: DiskEvent): boolean =>
    change.kind === 'sync' &&
    endUs >= recording.salesFromUs &&
    folders.some((folder) => change.path.startsWith(folder));
  return { ...recording, events: recording.events.filter((event) => !isForgotten(event)) };
}

function digestOf(tree: Tree): string {
  const hash = createHash('sha256');
  for (const [path, entry] of tree) {
    if (!isMoney(path)) continue;
    hash.update(`${path}\n`);
    if (entry instanceof Uint8Array) hash.update(entry);
  }
  return hash.digest('hex');
}
