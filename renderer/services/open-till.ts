import type { Failure } from '../../shared/contracts/error-codes.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import type { TillPorts } from '../ports.ts';
import { mirrorQueue } from './queue/queue-mirror.ts';
import { startTill } from './start/start-up.ts';
import { TillClock } from './start/till-clock.ts';
import { OpenTill, type TillNews } from './till.ts';

/** Starts and repairs the till of this window (P10); from then on it can be sold with. */
export async function openTill(
  { store, ...others }: TillPorts,
  news: TillNews,
): Promise<Result<OpenTill, Failure>> {
  const { store: mirrored, queue } = mirrorQueue(store);
  const ports = { ...others, store: mirrored };
  const started = await startTill(ports);
  if (!started.ok) return started;
  const about = await ports.host.about();
  if (!about.ok) return about;
  const { ledger, terminal, floorMs } = started.value;
  const clock = await TillClock.open(ports, floorMs, async ({ code, byMs }) => {
    await ledger.commit(() => ({ kind: 'notice', code, detail: String(byMs) }));
  });
  if (!clock.ok) return clock;
  const { session, appVersion } = about.value;
  const open = new OpenTill(
    ports,
    {
      report: started.value,
      ledger,
      terminal,
      operatorId: session?.operatorId ?? '',
      appVersion,
      clock: clock.value,
      queue,
    },
    news,
  );
  await open.found.look();
  return ok(open);
}
