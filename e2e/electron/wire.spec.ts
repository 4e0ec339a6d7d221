import { AUTHORISATIONS } from '../cable.ts';
import { expectNoBarrier } from '../accessibility.ts';
import { approveUnbooked } from '../bank-lies.ts';
import { expect, test } from '../fixtures.ts';
import { WireView } from '../page-models/wire-view.ts';
import { SHELF } from '../shelf.ts';
import { TEST_CARDS } from '../../shared/domain/test-cards.ts';

const WATER = SHELF.water.barcode;
const SUPERVISOR_PIN = '0000';
const TAP = '622848******0072';

test('I6 P3 an approved payment as 0200 and 0210: the bank’s numbers, the card masked, no barrier', async ({
  bank,
  terminal,
  till,
}) => {
  const wire = new WireView(till);
  await till.sell([WATER], { by: 'card', cardId: 'good-tap' });
  await wire.openByKey();
  await wire.seesMessage('0200');
  const [paid] = await bank.rows<{ reference_number: string; trace_number: number }>(
    `SELECT reference_number, trace_number FROM transactions
      WHERE terminal_id = '${terminal.terminalId}'`,
  );
  await expect(wire.field(2)).toContainText(TAP);
  await expect(wire.field(11)).toContainText(String(paid?.trace_number).padStart(6, '0'));
  await expect(wire.field(41)).toContainText(terminal.terminalId);
  await expect(wire.absent(64)).toBeVisible();
  await expectNoBarrier(till.page);
  await wire.showAnswer('0210');
  await expect(wire.field(37)).toContainText(paid?.reference_number ?? 'no such payment');
  await expect(wire.field(39)).toContainText('00');
  await expect(wire.field(44)).toContainText('01990001 89830000');
  const said = await wire.dialog.innerText();
  for (const { number } of TEST_CARDS) {
    expect(said).not.toContain(number);
    expect(said.replaceAll(/\s/g, '')).not.toContain(number);
  }
  await wire.choose('sale-report');
  await expect(wire.dialog).toContainText(till.words.say('wire', 'untold.sale-report'));
  await wire.close();
  await till.payment.nextSale();
});

test('P6 P7 the line dies under a payment: asked, taken back, promised by the chip, each its message', async ({
  cable,
  machine,
  terminal,
  till,
}) => {
  const request = cable.hold(AUTHORISATIONS, 'request');
  await till.takeCard([WATER], 'good-chip');
  await request.reached;
  await cable.cut();
  await till.payment.acceptPromise();
  await till.payment.seesVerdict('provisional');

  const wire = new WireView(till);
  await wire.openByKey();
  await expect(wire.exchanges('authorisation')).toContainText(till.words.say('wire', 'noAnswer'));
  for (const kind of ['reversal', 'stored-payment'] as const) {
    await expect(wire.exchanges(kind)).toContainText(till.words.say('wire', 'notYet'));
  }
  await wire.close();
  await till.payment.nextSale();
  await cable.mend();
  await till.waitUntilAllSent();

  // From the journal alone: another window knows nothing of what went over the line.
  const again = await machine.restart();
  await again.waitUntilOpen();
  await again.goTo('queue');
  const later = new WireView(again);
  await later.openFromQueue(`${terminal.tillNumber}-000001`);
  await later.choose('reversal');
  await later.seesMessage('0400');
  await expect(later.field(39)).toContainText('98');
  await later.showAnswer('0410');
  await later.choose('stored-payment');
  await later.seesMessage('0200');
  await expect(later.field(60)).toContainText('36000001000');
  await expect(later.field(55)).toContainText('9f2608');
  await later.showAnswer('0210');
  await expect(later.field(38)).toBeVisible();
  await expectNoBarrier(again.page);
});

test('P14 P21 what goes over the line is listed as it goes, also what got no answer', async ({
  cable,
  till,
}) => {
  const wire = new WireView(till);
  await till.goTo('line');
  await wire.openByKey();
  await expect(wire.exchanges('sign-on')).toHaveCount(1);
  await wire.choose('sign-on');
  await wire.seesMessage('0800');
  await wire.showAnswer('0810');
  await expect(wire.field(60)).toContainText('00000001001');
  await cable.cut();
  await till.waitUntilOffline();
  await expect(wire.exchanges('echo').first()).toContainText(till.words.say('wire', 'noAnswer'));
  await wire.seesMessage('0810');
  await wire.choose('echo');
  await wire.seesMessage('0820');
  await expectNoBarrier(till.page);
});

test('P22 a day end whose totals differ: 0500, a 0320 a record and one at the end; then they agree', async ({
  bank,
  cable,
  till,
}) => {
  const wire = new WireView(till);
  const showLine = async () => {
    await till.dayEnd.leave();
    await till.goTo('line');
    await wire.openByKey();
  };
  const openDayEnd = async () => {
    await till.goTo('queue');
    await till.dayEnd.open();
  };
  await till.sell([WATER], { by: 'card', cardId: 'good-tap' });
  await till.payment.nextSale();
  const theTruthAgain = await approveUnbooked(cable, bank);
  await till.sell([WATER, WATER], { by: 'card', cardId: 'good-tap' });
  await till.payment.nextSale();
  theTruthAgain();
  await till.waitUntilAllSent();
  await openDayEnd();
  await till.dayEnd.settle(SUPERVISOR_PIN);
  await till.dayEnd.sees('disagree');

  await showLine();
  await expect(wire.exchanges('settlement')).toHaveCount(1);
  await expect(wire.exchanges('settlement-record')).toHaveCount(2);
  await expect(wire.exchanges('settlement')).toContainText(
    till.words.say('wire', 'verdict.not-balanced'),
  );
  await wire.choose('settlement');
  await wire.seesMessage('0500');
  await expect(wire.field(48)).toContainText(`${'000000000600002'}${'0'.repeat(15)}0`);
  await expect(wire.field(60)).toContainText('00000001201');
  await wire.showAnswer('0510');
  await expect(wire.field(48)).toContainText(`${'000000000200001'}${'0'.repeat(15)}2`);
  await expectNoBarrier(till.page);
  await wire.choose('settlement-record');
  await wire.seesMessage('0320');
  await expect(wire.field(4)).toContainText('000000000400');
  await wire.showAnswer('0330');
  await wire.choose('settlement-end');
  await wire.seesMessage('0320');
  await expect(wire.field(60)).toContainText('00000001202');
  await expect(wire.field(48)).toContainText('0002');
  await wire.close();

  await openDayEnd();
  await till.dayEnd.cureAll('asked the bank', SUPERVISOR_PIN);
  await till.dayEnd.sees('confirmed');
  await showLine();
  await expect(wire.exchanges('settlement').first()).toContainText(
    till.words.say('wire', 'verdict.balanced'),
  );
  await wire.choose('settlement');
  await wire.showAnswer('0510');
  await expect(wire.field(48)).toContainText(`${'000000000600002'}${'0'.repeat(15)}1`);
});
