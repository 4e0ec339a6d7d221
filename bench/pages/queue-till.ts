import { v7 } from 'uuid';
import { openDexieTillStore } from '../../renderer/db/dexie-till-store.ts';
import { platformClock } from '../../renderer/platform-clock.ts';
import type { TillPorts } from '../../renderer/ports.ts';
import { OutboxRunner } from '../../renderer/services/drain/outbox-runner.ts';
import { openBatch, startTill } from '../../renderer/services/start/start-up.ts';
import { webLock } from '../../renderer/web-lock.ts';
import type { Failure } from '../../shared/contracts/error-codes.ts';
import type { TillHost } from '../../shared/contracts/host.ts';
import type { LineFault } from '../../shared/contracts/line-answer.ts';
import type { JournalDraft } from '../../shared/domain/journal.ts';
import type { Result } from '../../shared/lib/result.ts';
import { queuedSales } from './queued-sales.ts';

const WRITTEN_AT_ONCE = 500;

/**
 * A till as it stands in a shop: host, files, keys, database and services, put together as
 * `composition.ts` does, without a screen. Its host is activated.
 */
export async function openQueueTill(host: TillHost) {
  const store = openDexieTillStore();
  const ports: TillPorts = {
    host,
    store,
    clock: platformClock,
    random: { uuid: () => v7(), unit: Math.random },
    network: { saysOffline: () => false, onChange: () => () => undefined },
    drainLock: webLock('bench-drain'),
    isStorageDurable: () => navigator.storage.persist(),
  };
  const { ledger, terminal } = valueOf(await startTill(ports));
  const { terminalId, merchantId, tillNumber, parameters } = terminal;
  const { currency, version, mostRecordsPerBatch } = parameters;
  valueOf(await openBatch(ledger, 1, version));
  const place = { terminalId, merchantId, tillNumber, operatorId: '01', businessDay: '2026-11-26' };
  const context = { operatorId: '01', currency, mostRecordsPerBatch };

  /** Into both copies, as the start-up repair would: the file first, the database from it (P10). */
  async function sell(sales: number, { arePrinted = false } = {}): Promise<void> {
    const { counters } = ledger.head();
    const drafts = queuedSales(counters, place, sales).flatMap((sale) =>
      arePrinted ? [sale, slipOf(sale)] : [sale],
    );
    for (let from = 0; from < sales; from += WRITTEN_AT_ONCE) {
      const some: JournalDraft[] = drafts.slice(from, from + WRITTEN_AT_ONCE);
      valueOf(await host.appendJournal(some));
    }
    valueOf(await ledger.catchUp());
  }

  /**
   * From the first look at the queue until it is empty, in milliseconds. By a runner of its own, as
   * after a start: it knows nothing of the line and begins with small batches.
   */
  async function drain(): Promise<number> {
    const outbox = new OutboxRunner(ports, ledger, () => context);
    const startedMs = performance.now();
    const outcome = await outbox.drain({ urgent: true });
    const takenMs = performance.now() - startedMs;
    if (outcome.kind !== 'drained') throw new Error(`not drained: ${JSON.stringify(outcome)}`);
    const left = valueOf(await store.outbox()).length;
    if (left > 0) throw new Error(`${left} rows left in the queue`);
    return takenMs;
  }

  return { sell, drain };
}

/** That its slip is out. */
function slipOf({ atMs, counters, body }: JournalDraft): JournalDraft {
  if (body.kind !== 'sale') throw new Error('a slip is of a sale');
  return { atMs, counters, body: { kind: 'printed', saleId: body.sale.id, copyNumber: 1 } };
}

export function valueOf<Value>(result: Result<Value, Failure | LineFault>): Value {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.detail}`);
  return result.value;
}
