import { describe, expect, it } from 'vitest';
import { readerPorts } from '../../electron/platform/reader-ports.ts';
import { DEFAULT_PARAMETERS } from '../../shared/domain/demo-merchant.ts';
import { minor } from '../../shared/domain/money.ts';
import { cardReaderHere } from '../../shared/host/virtual-card-reader.ts';
import { Dice } from '../sim/dice.ts';
import { shopForTests } from './shop-for-tests.ts';

/** Chance that is the same for each run (F26). */
const dice = new Dice(20_261_128, 'reader');
const randomBytes = (count: number) => dice.bytes(count);
/** So far chance may take a share from what is promised: four standard deviations. */
const SIGMAS = 4;

/** How far chip and terminal go without the bank, from the till to the bank's books. */
describe('the limits of a chip, all the way', () => {
  const shop = shopForTests({ reader: cardReaderHere({ ...readerPorts, randomBytes }) });
  const booked = (state: string) =>
    shop.bank.rows<{ chip_counter: number }>(
      `SELECT chip_counter FROM transactions WHERE terminal_id = $1 AND state = $2
       ORDER BY chip_counter`,
      [shop.till.report.terminal.terminalId, state],
    );

  it('F25 P17 past the lower and up to the upper limit, with restarts: then no, and each yes is booked once', async () => {
    const amountMinor = minor(100);
    const sell = () => shop.till.sellByCard('good-chip', { lineUsable: false, amountMinor });
    const codes: unknown[] = [];
    for (let i = 0; i < 22; i += 1) {
      if ([1, 9, 10, 19, 20, 21].includes(i)) await shop.restart();
      const status = (await sell()).sale?.payments[0]?.status;
      codes.push(status && 'code' in status ? status.code : null);
    }
    const times = (count: number, code: string) => Array.from({ length: count }, () => code);
    expect(codes).toEqual([...times(10, 'Y1'), ...times(10, 'Y3'), ...times(2, 'Z3')]);
    expect(await shop.till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    const counters = (await booked('posted')).map(({ chip_counter: counter }) => counter);
    expect(counters).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    // Its issuer has heard of it: it may go on without it.
    expect(await shop.till.sellByCard('good-chip')).toMatchObject({ kind: 'approved' });
    expect(await sell()).toMatchObject({ kind: 'provisional', chipApproved: true });
    expect(await booked('approved')).toHaveLength(1);
  });

  it('F26 P17 of small sales the promised share is picked to be asked about, and more of the larger ones', async () => {
    const { floorLimitMinor } = DEFAULT_PARAMETERS.offline;
    const { thresholdMinor, maxSharePercent } = DEFAULT_PARAMETERS.chip.randomSelection;
    const half = minor((thresholdMinor + floorLimitMinor) / 2);
    const each = 50;
    const enough = { cardId: 'good-chip', amountMinor: 3 * each * floorLimitMinor };
    await shop.bank.admin('balances', enough);
    const picked: number[] = [];
    for (const amountMinor of [thresholdMinor, half, minor(floorLimitMinor - 1)]) {
      let count = 0;
      for (let i = 0; i < each; i += 1) {
        const { sale } = await shop.till.sellByCard('good-chip', { amountMinor });
        const { verificationResults = '' } = sale?.payments[0]?.chip ?? {};
        // Byte 4, bit 5: transaction selected randomly for online processing.
        if ((Number.parseInt(verificationResults.slice(6, 8), 16) & 0x10) !== 0) count += 1;
      }
      picked.push(count / each);
    }
    const [atThreshold = 1, between = 0, below = 0] = picked;
    expect(atThreshold).toBe(0);
    for (const [share, promised] of [
      [between, maxSharePercent / 200],
      [below, maxSharePercent / 100],
    ] as const) {
      const sigma = Math.sqrt((promised * (1 - promised)) / each);
      expect(Math.abs(share - promised)).toBeLessThan(SIGMAS * sigma);
    }
    expect(below).toBeGreaterThan(between);
    expect(await booked('approved')).toHaveLength(3 * each);
  });
});
