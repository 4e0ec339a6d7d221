import { expect, test } from '../fixtures.ts';

const WATER = '2000000000015';

test('A01 F05 online, cut, killed, started again: each sale once at the bank', async ({
  bank,
  terminal,
  machine,
  till,
}) => {
  await till.sell([WATER], { by: 'card', cardId: 'good-tap' });
  await till.payment.nextSale();

  await till.cutLine();
  await till.sell([WATER], { by: 'cash' });
  await till.payment.nextSale();
  await till.sell([WATER], { by: 'promise', cardId: 'good-tap' });

  await machine.kill();
  const again = await machine.start();
  await again.waitUntilAllSent();

  const reports = await bank.rows<{ sale_number: string }>(
    `SELECT sale_number FROM sale_reports WHERE terminal_id = '${terminal.terminalId}'
      ORDER BY sale_number`,
  );
  const { tillNumber } = terminal;
  expect(reports.map((row) => row.sale_number)).toEqual([
    `${tillNumber}-000001`,
    `${tillNumber}-000002`,
    `${tillNumber}-000003`,
  ]);
  const payments = await bank.rows<{ state: string }>(
    `SELECT state FROM transactions WHERE terminal_id = '${terminal.terminalId}'`,
  );
  expect(payments.map((row) => row.state).sort()).toEqual(['approved', 'posted']);
});

test('P18 a declined card says that nothing was charged', async ({ till }) => {
  await till.takeCard([WATER], 'poor');
  await till.payment.seesVerdict('declined');
  await expect(till.payment.verdict).toContainText('未扣款');
});
