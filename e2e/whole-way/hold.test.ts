import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { holdSlipOf } from '../../renderer/services/slips/hold-slip.ts';
import { present } from '../../shared/lib/assert.ts';
import { AUTHORISATIONS, Cable } from '../cable.ts';
import { valueOf } from '../value-of.ts';
import { startHeadlessTill, type HeadlessTill } from './headless-till.ts';
import { RunningBank } from './running-bank.ts';

const CARD = 'good-pin';

/** Pre-authorisation 预授权 for real: two tills, host and bank over a cable, counted in the bank's own books. */
describe('a hold, all the way to the ledger', () => {
  let bank: RunningBank;
  let cable: Cable;
  let folders: string[];
  let till: HeadlessTill;

  beforeAll(async () => {
    bank = await RunningBank.start();
    cable = await Cable.plug(bank.ready.url);
  });
  beforeEach(async () => {
    folders = [];
    till = await start();
  });
  afterEach(async () => {
    await till.host.close();
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
    expect(await bank.problems()).toEqual([]);
  });
  afterAll(async () => {
    await bank.stop();
    await cable.unplug();
  });

  async function start() {
    const folder = await mkdtemp(join(tmpdir(), 'twintill-hold-'));
    folders.push(folder);
    const { activationCode: demoActivationCode } = await bank.newTerminal();
    const started = await startHeadlessTill(folder, { url: cable.url, demoActivationCode });
    await started.signOn();
    return started;
  }
  async function latest(at: HeadlessTill) {
    return present(valueOf(await at.store.recentSales(1))[0], 'the newest');
  }
  /** What the guest has in hands. */
  async function held(amountMinor: number) {
    expect((await till.holdOnCard(CARD, amountMinor)).kind).toBe('done');
    const sale = await latest(till);
    return { slip: holdSlipOf(sale), id: present(sale.payments[0], 'the hold').id };
  }
  async function closeDay(at: HeadlessTill) {
    const pin = { operatorId: '00', pin: '0000', act: 'settle' } as const;
    const granted = valueOf(await at.host.approve(pin));
    const closed = valueOf(await at.dayEnd.close(granted));
    return closed.settlement;
  }
  /** What became of a hold there, oldest first, and what of it the merchant has. */
  async function atBank(holdId: string) {
    const steps = await bank.rows<{ kind: string; state: string; amount_minor: string }>(
      `SELECT kind, state, amount_minor FROM transactions WHERE id = $1 OR original_id = $1
       ORDER BY created_at_ms, id`,
      [holdId],
    );
    const [taken] = await bank.rows<{ taken: string }>(
      `SELECT coalesce(sum(credit_minor - debit_minor), 0) AS taken FROM ledger_entries
       WHERE account LIKE 'merchant:%:clearing' AND split_part(posting_id, ':', 1) IN
         (WITH steps AS (SELECT id FROM transactions WHERE original_id = $1)
          SELECT id::text FROM transactions WHERE id IN (SELECT id FROM steps)
            OR original_id IN (SELECT id FROM steps))`,
      [holdId],
    );
    const said = steps.map(({ kind, state, amount_minor }) => `${kind} ${state} ${amount_minor}`);
    return { steps: said, taken: Number(taken?.taken) };
  }

  it('I1 P23 less than held is taken, at another till; each day end is balanced', async () => {
    const { slip, id } = await held(50_000);
    const other = await start();
    expect(await atBank(id)).toMatchObject({
      steps: ['pre-authorisation approved 50000'],
      taken: 0,
    });
    expect((await other.completeHold(slip, 48_000)).kind).toBe('done');
    expect(await atBank(id)).toMatchObject({ taken: 48_000 });
    const again = await till.completeHold(slip, 1).catch((reason: unknown) => reason);
    expect(String(again)).toContain('hold-not-possible');
    const none = { sumMinor: 0, count: 0 };
    expect(await closeDay(till)).toMatchObject({
      step: 'confirmed',
      totals: { debit: none, credit: none },
    });
    expect(await closeDay(other)).toMatchObject({
      step: 'confirmed',
      totals: { debit: { sumMinor: 48_000, count: 1 }, credit: none },
    });
    await other.host.close();
  });

  it('I1 up to 115 % is taken, and not a fen above', async () => {
    const { slip, id } = await held(1_001);
    const over = await till.completeHold(slip, 1_152).catch((reason: unknown) => reason);
    expect(String(over)).toContain('amount-over-hold');
    expect((await till.completeHold(slip, 1_151)).kind).toBe('done');
    expect(await atBank(id)).toMatchObject({ taken: 1_151 });
  });

  it('F38 released; a completion that is voided lets the hold stand again', async () => {
    const { slip, id } = await held(1_000);
    expect((await till.completeHold(slip, 900)).kind).toBe('done');
    const { id: saleId } = await latest(till);
    expect((await till.voidTheSale(saleId, '0000')).kind).toBe('voided');
    expect(await till.findHeld(slip)).toMatchObject({ state: 'standing' });
    expect((await till.releaseHold(slip)).kind).toBe('done');
    expect(await latest(till)).toMatchObject({ state: 'released' });
    expect(await till.findHeld(slip)).toMatchObject({ state: 'released' });
    expect(await atBank(id)).toEqual({
      steps: [
        'pre-authorisation approved 1000',
        'completion reversed 900',
        'pre-authorisation-void approved 1000',
      ],
      taken: 0,
    });
    expect(await closeDay(till)).toMatchObject({ step: 'confirmed', differences: [] });
  });

  it.each(['hold', 'complete', 'release'] as const)(
    'P5 P6 F14 the answer to a %s is lost: unknown, given up, reversed, and nothing of it is left',
    async (act) => {
      const before = act === 'hold' ? null : await held(1_000);
      const answer = cable.hold(AUTHORISATIONS, 'answer');
      const asking =
        before === null
          ? till.holdOnCard(CARD, 1_000)
          : act === 'complete'
            ? till.completeHold(before.slip, 700)
            : till.releaseHold(before.slip);
      await answer.reached;
      await cable.cut();
      answer.drop();
      expect((await asking).kind).toBe('taken-back');
      await cable.mend();
      await till.outbox.drain({ urgent: true });
      expect(await latest(till)).toMatchObject({ state: 'not-paid' });
      const [payment] = (await latest(till)).payments;
      const { steps, taken } = await atBank(before?.id ?? payment?.id ?? '');
      expect(steps.at(-1)).toContain('reversed');
      expect(taken).toBe(0);
      if (before !== null) {
        expect(await till.findHeld(before.slip)).toMatchObject({ state: 'standing' });
      }
    },
  );

  it.each(['hold', 'complete', 'release'] as const)(
    'P5 F03 P10 killed while a %s is on its way: the journal alone brings it back, and the bank its outcome',
    async (act) => {
      const before = act === 'hold' ? null : await held(1_000);
      const answer = cable.hold(AUTHORISATIONS, 'answer');
      const asking =
        before === null
          ? till.holdOnCard(CARD, 1_000)
          : act === 'complete'
            ? till.completeHold(before.slip, 700)
            : till.releaseHold(before.slip);
      void asking.catch(() => undefined);
      await answer.reached;
      await till.host.close();
      answer.drop();
      till = await startHeadlessTill(present(folders[0], 'its folder'), {
        url: cable.url,
        demoActivationCode: '',
      });
      expect((await latest(till)).payments).toMatchObject([{ status: { state: 'authorizing' } }]);
      await till.resolveOpen();
      const state = { hold: 'held', complete: 'completed', release: 'released' }[act];
      expect(await latest(till)).toMatchObject({ state, hold: { act } });
      const taken = act === 'complete' ? { sumMinor: 700, count: 1 } : { sumMinor: 0, count: 0 };
      expect(await closeDay(till)).toMatchObject({ step: 'confirmed', totals: { debit: taken } });
    },
  );

  it('F38 P28 a window lets a hold go by itself: nothing leaves, whatever name it writes', async () => {
    const { id, slip } = await held(1_000);
    const { core } = present((await latest(till)).payments[0], 'the hold');
    const asked = await till.host.authorise({
      core: { ...core, kind: 'pre-authorisation-void', originalId: id, sealedCard: '' },
      attempt: { sentAtMs: Date.now(), operatorId: '00', deliveredUpTo: 0 },
    });
    expect(asked).toMatchObject({ error: { code: 'role-missing', mayHaveArrived: false } });
    expect(await till.findHeld(slip)).toMatchObject({ state: 'standing' });
  });
});
