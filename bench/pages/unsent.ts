import { openTillHost } from '../../renderer/bridge/till-bridge.ts';
import { present } from '../../shared/lib/assert.ts';
import { openQueueTill } from './queue-till.ts';

/** The till in its own window, into which a day without a line is put; for bench/rows/app/start-row.ts. */

const till = await openQueueTill(present(await openTillHost(), 'the host of the till'));

/** Cash sales that the bank has not heard of, each with its slip. */
export const sell = (sales: number): Promise<void> => till.sell(sales, { arePrinted: true });
