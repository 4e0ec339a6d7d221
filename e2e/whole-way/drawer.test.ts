import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { minor, type Minor } from '../../shared/domain/money.ts';
import type { Shift } from '../../shared/domain/shift.ts';
import { valueOf } from '../value-of.ts';
import { startHeadlessTill, type HeadlessTill } from './headless-till.ts';
import { RunningBank } from './running-bank.ts';

/** The drawer over real files: what the host reckons from the journal alone, over a restart (A22–A24). */
describe('the drawer, from the float to the safe', () => {
  let bank: RunningBank;
  let folder: string;
  let till: HeadlessTill;

  beforeAll(async () => {
    bank = await RunningBank.start();
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twintill-drawer-'));
    const { activationCode } = await bank.newTerminal();
    till = await start(activationCode);
  });
  afterEach(async () => {
    await till.host.close();
    await rm(folder, { recursive: true, force: true });
  });
  afterAll(() => bank.stop());

  const start = (demoActivationCode = '') =>
    startHeadlessTill(folder, { url: bank.ready.url, demoActivationCode });
  const restart = async (): Promise<void> => {
    await till.host.close();
    till = await start();
  };

  async function expected(): Promise<Minor> {
    return valueOf(await till.drawer.look()).expectedMinor;
  }

  /** As the screen does: looks, compares with what it saw, and gives a reason where it differs. */
  async function count(countedMinor: number, more: { approval?: 'count-drawer' | 'settle' } = {}) {
    const expectedMinor = await expected();
    const { approval: act } = more;
    const pin = '0000';
    const granted =
      act === undefined ? null : valueOf(await till.host.approve({ operatorId: '00', pin, act }));
    const pieces = [{ valueMinor: minor(1), count: countedMinor }];
    return till.drawer.count(
      { pieces, reason: 'miscounted', leftMinor: null, expectedMinor },
      granted,
    );
  }

  const codeOf = (outcome: Awaited<ReturnType<typeof count>>): string =>
    outcome.ok ? 'counted' : outcome.error.code;
  const closingOf = (shift: Shift) => shift.closing;

  it('A22 A24 float, sales, cash out, count: by the journal alone, and the next shift goes on from there', async () => {
    const paidIn = { kind: 'pay-in', amountMinor: minor(20_000), reason: 'float' } as const;
    valueOf(await till.drawer.move(paidIn));
    valueOf(await till.sellForCash(minor(1_400)));
    await till.sellByCard('good-tap', { amountMinor: minor(900) });
    valueOf(await till.sellForCash(minor(2_600)));
    await restart();
    expect(await expected()).toBe(24_000);
    const paidOut = { kind: 'pay-out', amountMinor: minor(3_000), reason: 'parcel' } as const;
    valueOf(await till.drawer.move(paidOut));
    const more = { kind: 'pay-out', amountMinor: minor(21_001), reason: 'bank run' } as const;
    expect(codeOf(await till.drawer.move(more))).toBe('count-invalid');
    const closed = closingOf(valueOf(await count(20_900)));
    expect(closed).toMatchObject({ expectedMinor: 21_000, varianceMinor: -100, approverId: '' });
    expect(closed?.reason).toBe('miscounted');
    await restart();
    // The float of the shift before was none: all of it went to the safe.
    expect(await expected()).toBe(0);
    valueOf(await till.sellForCash(minor(500)));
    expect(await expected()).toBe(500);
    expect(codeOf(await count(500))).toBe('counted');
    const lastCounted = valueOf(await till.drawer.look()).lastCounted;
    expect(lastCounted?.closing).toMatchObject({ countedMinor: 500, varianceMinor: 0, reason: '' });
  });

  it('A23 P28 a large difference needs a supervisor’s PIN for this very act, used once', async () => {
    valueOf(await till.sellForCash(minor(10_000)));
    expect(codeOf(await count(9_000))).toBe('count-invalid');
    expect(codeOf(await count(9_000, { approval: 'settle' }))).toBe('role-missing');
    expect(await expected()).toBe(10_000);
    const closed = closingOf(valueOf(await count(9_000, { approval: 'count-drawer' })));
    expect(closed).toMatchObject({ varianceMinor: -1_000, approverId: '00' });
  });

  it('P28 what a window says of the drawer is reckoned again: a lie is not written', async () => {
    valueOf(await till.sellForCash(minor(10_000)));
    const seen = await expected();
    valueOf(await till.sellForCash(minor(700)));
    const pieces = [{ valueMinor: minor(100), count: 100 }];
    const stale = { pieces, reason: '', leftMinor: null, expectedMinor: seen };
    expect(codeOf(await till.drawer.count(stale, null))).toBe('drawer-changed');
    const honest = valueOf(await till.drawer.look());
    const closing = {
      closedAtMs: 1,
      operatorId: '01',
      pieces,
      expectedMinor: minor(10_000),
      countedMinor: minor(10_000),
      varianceMinor: minor(0),
      reason: '',
      approverId: '',
      nextFloatMinor: minor(0),
    };
    const write = (shift: Shift) => till.ledger.commit(() => ({ kind: 'shift', shift }));
    const lie = await write({ ...honest.shift, closing });
    expect(lie.ok ? '' : lie.error.code).toBe('drawer-changed');
    const other = await write({ ...honest.shift, closing: { ...closing, operatorId: '00' } });
    expect(other.ok ? '' : other.error.code).toBe('role-missing');
    await till.host.lock();
    const locked = await till.drawer.move({ kind: 'pay-in', amountMinor: minor(1), reason: 'x' });
    expect(codeOf(locked)).toBe('not-signed-in');
    valueOf(await till.host.signIn({ operatorId: '01', pin: '1111' }));
    expect(await expected()).toBe(10_700);
  });
});
