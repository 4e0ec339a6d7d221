import { appendFileSync } from 'node:fs';
import { minor } from '../../shared/domain/money.ts';
import { valueOf } from '../value-of.ts';
import { startHeadlessTill } from './headless-till.ts';

/**
 * A till in a process of its own that sells until it is killed. What the cashier was told is
 * appended to a log outside the till's folder, so that the test can hold the bank against it.
 */
const [dataFolder = '', url = '', demoActivationCode = '', told = ''] = process.argv.slice(2);
const till = await startHeadlessTill(dataFolder, { url, demoActivationCode });
valueOf(await till.resolveOpen());
const draining = setInterval(() => void till.outbox.drain({ urgent: true }), 40);
for (let i = 0; ; i += 1) {
  const amountMinor = minor(1_000 + (i % 500));
  if (i % 3 === 0) {
    const sale = valueOf(await till.sellForCash(amountMinor));
    appendFileSync(told, `cash ${sale.id}\n`);
  } else {
    const lineUsable = i % 3 === 1;
    const outcome = await till.sellByCard('good-chip', { amountMinor, lineUsable });
    if (outcome.kind === 'approved' || outcome.kind === 'provisional') {
      appendFileSync(told, `${outcome.kind} ${outcome.sale.id}\n`);
    } else if (outcome.kind === 'not-offline') break;
  }
}
clearInterval(draining);
