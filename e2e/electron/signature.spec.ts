import { RECEIPT_WORDS } from '../../renderer/i18n/receipt-words.ts';
import { expectNoBarrier } from '../accessibility.ts';
import { refuseSignatures } from '../bank-lies.ts';
import { expect, test } from '../fixtures.ts';
import { SHELF } from '../shelf.ts';

const WATER = SHELF.water.barcode;
const { signature: SIGNED, signedOnScreen: ON_SCREEN } = RECEIPT_WORDS['zh-CN'];
const WAVE = [
  [10, 60],
  [30, 20],
  [50, 70],
  [80, 30],
] as const;

test('drawn with the mouse, cleared and drawn again: on the slip, at the bank, once', async ({
  bank,
  machine,
  terminal,
  till,
}) => {
  const { payment, sales, signature } = till;
  await till.takeCard([WATER], 'chip-sign');
  await payment.seesVerdict('approved');
  await expect(signature.dialog).toBeVisible();
  await expect(signature.confirm).toBeDisabled();
  await expectNoBarrier(till.page, 'signature pad');
  expect(await machine.slips()).toEqual([]);
  await signature.draw([
    [10, 10],
    [90, 90],
  ]);
  await signature.press('Delete');
  await expect(signature.confirm).toBeDisabled();
  await signature.draw(WAVE);
  await signature.draw([
    [60, 80],
    [70, 85],
  ]);
  await signature.press('Enter');
  await expect(signature.dialog).toHaveCount(0);
  await payment.seesSlipPrinted();
  const [slip] = await machine.slips();
  expect(slip?.lines.join('\n')).toContain(ON_SCREEN);
  expect(slip?.signatures).toEqual([expect.stringMatching(/^<svg .* d="M[^M]*M[^M]*"/)]);
  await payment.nextSale();
  await till.goTo('sales');
  await sales.seesSale('-000001', 'certain');
  await expect(signature.state).toHaveAttribute('data-signature', 'sent');
  await expectNoBarrier(till.page, 'signed sale');
  const kept = await bank.rows<{ strokes: readonly (readonly number[])[]; state: string }>(
    `SELECT s.strokes, t.state FROM card_signatures s JOIN transactions t
     ON t.merchant_id = s.merchant_id AND t.id = s.payment_id WHERE t.terminal_id = $1`,
    [terminal.terminalId],
  );
  expect(kept).toEqual([{ strokes: [expect.any(Array), expect.any(Array)], state: 'approved' }]);
});

test('without a line: on paper by a key, or kept until the line is back; the day end counts it', async ({
  cable,
  machine,
  till,
}) => {
  const { payment, signature } = till;
  await cable.cut();
  await till.waitUntilOffline();
  await till.takeCard([WATER], 'chip-sign');
  await payment.acceptPromise();
  await payment.seesVerdict('provisional');
  await signature.press('p');
  await payment.seesSlipPrinted();
  const [onPaper] = await machine.slips();
  expect(onPaper?.lines.join('\n')).toMatch(new RegExp(`${SIGNED} +_____`));
  await payment.nextSale();
  await till.takeCard([WATER], 'chip-sign');
  await payment.acceptPromise();
  await signature.draw(WAVE);
  await signature.press('Enter');
  await payment.seesSlipPrinted();
  await payment.nextSale();
  await till.goTo('queue');
  await till.dayEnd.open();
  await expect(signature.unsent).toHaveAttribute('data-signatures', '1');
  await cable.mend();
  await till.waitUntilOnline();
  await expect(signature.unsent).toHaveCount(0);
});

test('refused by the bank: the day end leads to it; one is sent again, one is closed', async ({
  bank,
  cable,
  till,
}) => {
  const { dayEnd, payment, sales, signature } = till;
  await till.waitUntilOnline();
  const theTruthAgain = await refuseSignatures(cable, bank);
  for (const _customer of ['one', 'another']) {
    await till.takeCard([WATER], 'chip-sign');
    await payment.seesVerdict('approved');
    await signature.draw(WAVE);
    await signature.press('Enter');
    await payment.seesSlipPrinted();
    await payment.nextSale();
  }
  await till.goTo('queue');
  await dayEnd.open();
  await signature.showSale('2');
  await sales.seesSale('-000001', 'certain');
  await expectNoBarrier(till.page, 'refused signature');
  await signature.close('signed on the slip', '0000');
  await signature.sees('closed');
  await expect(signature.state).toContainText('signed on the slip');
  theTruthAgain();
  await till.goTo('queue');
  await dayEnd.open();
  await signature.showSale('1');
  await sales.seesSale('-000002', 'certain');
  await signature.sendAgain();
  await signature.sees('sent');
  await till.goTo('queue');
  await dayEnd.open();
  await expect(signature.unsent).toHaveCount(0);
});
