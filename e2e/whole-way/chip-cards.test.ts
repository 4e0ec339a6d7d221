import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asItWas, isReplayable, replay } from '../../shared/domain/emv/replay.ts';
import { minor } from '../../shared/domain/money.ts';
import { TEST_CARDS } from '../../shared/domain/test-cards.ts';
import { startHeadlessTill } from './headless-till.ts';
import { RunningBank } from './running-bank.ts';

/** From the chip to the bank's books and back, over the real host and the real server. */
describe('a chip card, all the way', () => {
  let bank: RunningBank;
  let folder: string;
  let till: Awaited<ReturnType<typeof startHeadlessTill>>;

  beforeAll(async () => {
    bank = await RunningBank.start();
    folder = await mkdtemp(join(tmpdir(), 'twintill-chip-'));
    till = await startHeadlessTill(folder, bank.ready);
  });

  afterAll(async () => {
    await till.host.close();
    await bank.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const chipsAtBank = () =>
    bank.rows<{ state: string; chip_counter: number | null; issuer_authentication: string }>(
      'SELECT state, chip_counter, issuer_authentication FROM transactions ORDER BY transaction_number',
    );

  it('P17 online: the bank believes the cryptogram, the card its bank, and the decision is kept', async () => {
    const outcome = await till.sellByCard('good-chip');
    expect(outcome).toMatchObject({ kind: 'approved' });
    const { chip } = outcome.sale?.payments[0] ?? {};
    const given = chip?.steps.flatMap((one) =>
      one.step === 'cryptogram' ? [`${one.which} ${one.asked} ${one.given}`] : [],
    );
    expect(given).toEqual(['first ARQC ARQC', 'second TC TC']);
    expect(chip?.code).toBeNull();
    expect(await chipsAtBank()).toMatchObject([{ state: 'approved', chip_counter: 1 }]);
  });

  it('P7 P17 the line dies: the chip is asked again without it, and its yes stands at the bank', async () => {
    await till.line({ cut: true });
    const outcome = await till.sellByCard('good-chip', { lineUsable: false });
    expect(outcome).toMatchObject({ kind: 'provisional', chipApproved: true });
    expect(outcome.sale?.payments[0]).toMatchObject({
      status: { state: 'offline-approved', code: 'Y1' },
      // With what its certificate was made of, for the slip (TERMINAL 2d).
      chip: {
        code: 'Y1',
        verificationResults: '0000000000',
        application: {
          offline: {
            interchangeProfile: '3800',
            unpredictableNumber: expect.stringMatching(/^[0-9a-f]{8}$/),
            issuerData: expect.stringMatching(/^([0-9a-f]{2})+$/),
          },
        },
      },
    });
    await till.line({});
    expect(await till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    expect((await chipsAtBank()).slice(-1)).toMatchObject([{ state: 'posted', chip_counter: 2 }]);
  });

  it('F24 P17 at the floor limit the chip says no without a line, and nothing is owed', async () => {
    await till.line({ cut: true });
    const amountMinor = minor(20_000);
    const outcome = await till.sellByCard('good-chip', { lineUsable: false, amountMinor });
    expect(outcome).toMatchObject({ kind: 'not-offline', code: 'Z3' });
    expect(outcome.sale?.payments[0]).toMatchObject({
      status: { state: 'offline-declined', code: 'Z3' },
      chip: { code: 'Z3', verificationResults: '0000008000' },
    });
    await till.line({});
    expect(await till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    expect(await chipsAtBank()).toHaveLength(2);
  });

  it('P17 what the till has kept decides again as it was, and otherwise with another floor limit', async () => {
    const sales = await till.store.recentSales(10, 0);
    if (!sales.ok) throw new Error(sales.error.code);
    const records = sales.value.flatMap(({ payments }) => payments.map(({ chip }) => chip));
    expect(records).toHaveLength(3);
    for (const record of records) {
      if (record === undefined || !isReplayable(record)) throw new Error('nothing to decide again');
      const { inputs, ...was } = record;
      expect(replay(record, asItWas(record))).toEqual(was);
      const whatIf = { ...asItWas(record), isLineUsable: false };
      const above = replay(record, { ...whatIf, floorLimitMinor: inputs.transaction.amountMinor });
      expect(above?.code).toBe('Z3');
    }
  });

  it('I6 no card number is in any file of the till', async () => {
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    const texts = await Promise.all(
      files
        .filter((file) => file.isFile())
        .map((file) => readFile(join(file.parentPath, file.name), 'latin1')),
    );
    expect(texts.some((text) => text.includes('verificationResults'))).toBe(true);
    for (const { number } of TEST_CARDS) {
      expect(texts.filter((text) => text.includes(number))).toEqual([]);
    }
  });
});
