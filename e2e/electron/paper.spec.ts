import { expectNoBarrier } from '../accessibility.ts';
import { bookedSales, expectSoundBooks } from '../books.ts';
import { expect, test } from '../fixtures.ts';
import { typePin } from '../page-models/pin-pad.ts';
import { SHELF } from '../shelf.ts';

const WATER = SHELF.water.barcode;

test('P22 A14 what was sold on paper is entered once, with a supervisor, and never opens the drawer', async ({
  bank,
  machine,
  terminal,
  till,
}) => {
  const { register, payment } = till;
  await register.scan(WATER);
  await register.startPaying();
  await payment.openPaper();
  await expectNoBarrier(till.page);
  await payment.enterPaper('A 17');
  await typePin(till.page, till.words, '9999');
  await expect(till.page.getByText(till.words.say('errors', 'pin-wrong'))).toBeVisible();
  await typePin(till.page, till.words, '0000');
  await payment.seesVerdict('cash');
  await till.waitUntilAllSent();
  const [slip] = await machine.slips();
  expect(slip?.lines.join('\n')).toMatch(/补录[^]*A 17/);
  expect(await bookedSales(bank, terminal)).toMatchObject([{ tender: 'cash', reports: 1 }]);
  const papers = await bank.rows<{ paper_number: string; supervisor_id: string }>(
    `SELECT paper_number, supervisor_id FROM paper_sales p JOIN sale_reports r
      ON r.merchant_id = p.merchant_id AND r.id = p.report_id WHERE r.terminal_id = $1`,
    [terminal.terminalId],
  );
  expect(papers).toEqual([{ paper_number: 'A 17', supervisor_id: '00' }]);
  const opened = (await machine.journal()).filter(
    ({ body }) => body.kind === 'drawer-opened' || (body.kind === 'sale' && body.opensDrawer),
  );
  expect(opened).toEqual([]);
  await payment.nextSale();

  await register.scan(WATER);
  await register.startPaying();
  await payment.openPaper();
  await payment.enterPaper('a17');
  await typePin(till.page, till.words, '0000');
  await payment.seesVerdict('failed');
  await expect(till.page.getByText(till.words.say('errors', 'paper-entered'))).toBeVisible();
  expect(await bookedSales(bank, terminal)).toHaveLength(1);
  await expectSoundBooks(bank, terminal);
});
