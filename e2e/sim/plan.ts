import type { Dice } from './dice.ts';
import type { Faults } from './faults.ts';
import type { Scheduler } from './scheduler.ts';
import type { TillSite } from './till-site.ts';

/** Within this time most customers come, so within this time things happen to the till. */
const BUSY_MS = 3 * 60_000;

interface PlanParts {
  readonly scheduler: Scheduler;
  readonly faults: Faults;
  readonly dice: Dice;
  readonly tell: (what: string) => void;
  /** The line is cut so long after the start, until the world heals. */
  readonly cutAfterMs: number | undefined;
}

/** What people and the weather do to a till from outside, drawn before it starts. */
export function planFor(
  site: TillSite,
  { scheduler, faults, dice, tell, cutAfterMs }: PlanParts,
): void {
  if (cutAfterMs !== undefined) {
    scheduler.after(cutAfterMs, () => {
      site.line.isCut = true;
    });
  }
  const when = (run: () => void): void => scheduler.after(dice.between(0, BUSY_MS), run, 'beside');
  for (let i = 0; i < 4; i += 1) {
    const lastsMs = dice.between(2_000, 120_000);
    when(() => {
      if (!faults.strikes('line-cut', site.name)) return;
      site.line.cutFor(lastsMs);
      tell(`line cut for ${lastsMs} ms`);
    });
  }
  const jumpMs = dice.between(-7_200_000, 3 * 86_400_000);
  when(() => {
    if (!faults.strikes('clock-set', site.name)) return;
    site.clockErrorMs = jumpMs;
    tell(`clock set by ${jumpMs} ms`);
  });
  const fullMs = dice.between(1_000, 60_000);
  when(() => {
    if (!faults.strikes('disk-full', site.name)) return;
    site.machine.isFull = true;
    tell(`disk full for ${fullMs} ms`);
    scheduler.after(fullMs, () => {
      site.machine.isFull = false;
    });
  });
  // Without a line somebody sets the clock by days, notices it, and sets it right again (P20).
  const [soonMs, wrongMs] = [dice.between(5_000, 40_000), dice.between(62_000, 80_000)];
  const aloneMs = soonMs + wrongMs + dice.between(20_000, 90_000);
  const byMs = dice.between(86_400_000, 5 * 86_400_000);
  const alone = (): void => {
    if (!faults.strikes('clock-wrong-alone', site.name)) return;
    site.line.cutFor(aloneMs);
    tell(`line cut for ${aloneMs} ms; the clock is ${byMs} ms ahead for ${wrongMs} ms of it`);
    scheduler.after(soonMs, () => {
      site.clockErrorMs = byMs;
    });
    scheduler.after(soonMs + wrongMs, () => {
      site.clockErrorMs = 0;
    });
  };
  scheduler.after(dice.between(0, 30_000), alone, 'beside');
}
