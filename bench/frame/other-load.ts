import { readdirSync, readFileSync } from 'node:fs';

/** Ticks of CPU time that a process has used, and who started it. */
interface ProcessTime {
  readonly parent: number;
  readonly ticks: number;
}

const TICKS_PER_SECOND = 100;
const LOOK_EVERY_MS = 1000;

/**
 * How much of the machine others used while we measured: a ratio is only as good as the quiet
 * around it. Looks once a second at the processes that do not descend from this one.
 */
export class OtherLoad {
  readonly #startedMs = performance.now();
  readonly #timer: NodeJS.Timeout;
  #before = processTimes();
  #ticks = 0;

  constructor() {
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  /** Cores that others kept busy on average, since the start: 0.3 is a third of one. */
  stop(): number {
    clearInterval(this.#timer);
    this.#look();
    const seconds = (performance.now() - this.#startedMs) / 1000;
    return this.#ticks / TICKS_PER_SECOND / seconds;
  }

  #look(): void {
    const now = processTimes();
    for (const [pid, { ticks }] of now) {
      if (isOurs(pid, now)) continue;
      this.#ticks += ticks - (this.#before.get(pid)?.ticks ?? 0);
    }
    this.#before = now;
  }
}

function isOurs(pid: number, all: ReadonlyMap<number, ProcessTime>): boolean {
  for (let current = pid; current > 1; current = all.get(current)?.parent ?? 0) {
    if (current === process.pid) return true;
  }
  return false;
}

function processTimes(): ReadonlyMap<number, ProcessTime> {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return new Map(
    pids.flatMap((pid) => {
      const time = timeOf(pid);
      return time === null ? [] : [[Number(pid), time] as const];
    }),
  );
}

/** Null when it has ended meanwhile. */
function timeOf(pid: string): ProcessTime | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name may contain spaces and brackets: the fields begin behind the last bracket.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
  } catch {
    return null;
  }
}
