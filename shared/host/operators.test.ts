import { describe, expect, it } from 'vitest';
import { Operators, type StoredOperator, type StoredSession } from './operators.ts';
import type { ListedOperator } from '../contracts/operator-list.ts';
import { DEMO_OPERATOR_LIST } from '../domain/demo-merchant.ts';
import { startCodeText } from '../domain/operators.ts';
import type { KeptValue } from './ports.ts';

function kept<Value>(): KeptValue<Value> {
  let text: string | null = null;
  return {
    read: () => Promise.resolve(text === null ? null : (JSON.parse(text) as Value)),
    write: (value) => {
      text = JSON.stringify(value);
      return Promise.resolve();
    },
  };
}

const MERCHANT = '898310054110001';
const START_CODE = '0123-4567-89AB-CDEF';
const HOUR_MS = 3_600_000;

/** Operator 02 with a start code, as the bank would list one; it knows the code no more. */
function newcomer(startCode = START_CODE, expiresAtMs = 1_000_000_000 + HOUR_MS): ListedOperator {
  const hash = `hash of ${startCodeText(MERCHANT, '02', startCode)}`;
  return { id: '02', name: '陈 Chen', role: 'cashier', startCode: { hash, expiresAtMs } };
}

/** A till whose wall clock and machine are moved by hand. */
async function sampleShop() {
  const machine = { bootId: 'boot-1', uptimeMs: 0 };
  const time = { nowMs: 1_000_000_000 };
  const ports = {
    file: kept<StoredOperator[]>(),
    left: kept<StoredSession>(),
    nowMs: () => time.nowMs,
    machine: () => ({ ...machine }),
    hashPin: (pin: string, salt: string) => Promise.resolve(`${salt}:${pin}`),
    newSalt: () => 'salt',
    sha256: (text: string) => `hash of ${text}`,
    merchantId: () => MERCHANT,
  };
  const operators = new Operators(ports);
  await operators.takeList(DEMO_OPERATOR_LIST.operators, true);
  const guess = async (pin: string, to = operators): Promise<string> => {
    const checked = await to.check({ operatorId: '01', pin });
    return checked.ok ? 'right' : checked.error.code;
  };
  const wrongTimes = async (times: number): Promise<void> => {
    for (let i = 0; i < times; i += 1) await guess('9999');
  };
  const pass = (ms: number): void => {
    time.nowMs += ms;
    machine.uptimeMs += ms;
  };
  return { operators, ports, machine, time, guess, wrongTimes, pass };
}

describe('PINs', () => {
  it('P28 after five wrong ones it pauses 30 s, then twice as long with each further one', async () => {
    const shop = await sampleShop();
    await shop.wrongTimes(5);
    expect(await shop.guess('1111')).toBe('pin-throttled');
    shop.pass(30_000);
    expect(await shop.guess('9999')).toBe('pin-wrong');
    shop.pass(59_999);
    expect(await shop.guess('1111')).toBe('pin-throttled');
    shop.pass(1);
    expect(await shop.guess('1111')).toBe('right');
  });

  it.each([24, -24])(
    'P28 F21 the clock set by %s h ends no pause and makes none endless',
    async (h) => {
      const shop = await sampleShop();
      await shop.wrongTimes(5);
      shop.time.nowMs += h * 3_600_000;
      expect(await shop.guess('1111')).toBe('pin-throttled');
      expect(await shop.guess('1111', new Operators(shop.ports))).toBe('pin-throttled');
      shop.pass(30_000);
      expect(await shop.guess('1111')).toBe('right');
    },
  );

  it('P28 F21 machine restarted, clock set back: it listens again when it has run long enough', async () => {
    const shop = await sampleShop();
    await shop.wrongTimes(5);
    Object.assign(shop.machine, { bootId: 'boot-2', uptimeMs: 0 });
    shop.time.nowMs -= 3_600_000;
    expect(await shop.guess('1111')).toBe('pin-throttled');
    shop.pass(30_000);
    expect(await shop.guess('1111')).toBe('right');
  });

  it('P28 many guesses at once count one by one', async () => {
    const shop = await sampleShop();
    const answers = await Promise.all(Array.from({ length: 9 }, () => shop.guess('9999')));
    expect(answers.filter((one) => one === 'pin-throttled')).toHaveLength(4);
  });
});

describe('the session', () => {
  it('P28 an operator who is gone does not come back with the session', async () => {
    const shop = await sampleShop();
    await shop.operators.startSampleSession();
    await shop.ports.file.write([]);
    const again = new Operators(shop.ports);
    await again.resume();
    expect(again.session).toBeNull();
  });

  it('P28 a role that was written into the session file is not believed', async () => {
    const shop = await sampleShop();
    await shop.ports.left.write({ operatorId: '01', role: 'supervisor' });
    const again = new Operators(shop.ports);
    await again.resume();
    expect(again.session).toEqual({ operatorId: '01', role: 'cashier' });
  });
});

describe('the list of the bank', () => {
  const setPin = async (to: Operators, startCode: string, pin = '4711'): Promise<string> => {
    const set = await to.setPin({ operatorId: '02', startCode, pin });
    return set.ok ? set.value.operatorId : set.error.code;
  };
  const chen = { operatorId: '02', pin: '4711' };

  it('P28 a newcomer has no PIN that opens, sets one with the start code, once, and is signed in', async () => {
    const { operators, ports } = await sampleShop();
    await operators.takeList([newcomer()], false);
    for (const pin of ['', '0000', '4711']) {
      expect(await operators.check({ ...chen, pin })).toMatchObject({ ok: false });
    }
    expect(await setPin(operators, START_CODE, '471')).toBe('pin-too-short');
    expect(await setPin(operators, START_CODE.toLowerCase().replaceAll('-', ''))).toBe('02');
    expect(operators.session).toEqual({ operatorId: '02', role: 'cashier' });
    const again = new Operators(ports);
    expect(await again.check(chen)).toMatchObject({ ok: true });
    expect(await setPin(again, START_CODE, '9999')).toBe('start-code-wrong');
    // The same list, told once more, does not make the code good again.
    await again.takeList([newcomer()], false);
    expect(await setPin(again, START_CODE, '9999')).toBe('start-code-wrong');
    expect(await again.check(chen)).toMatchObject({ ok: true });
  });

  it('P28 a start code of another number, another merchant, another one or an old one opens nothing', async () => {
    const { operators, pass } = await sampleShop();
    const hash = `hash of ${startCodeText('898310054110002', '02', START_CODE)}`;
    const foreign = { ...newcomer(), startCode: { hash, expiresAtMs: 2_000_000_000 } };
    await operators.takeList([foreign, { ...newcomer(), id: '03' }], false);
    expect(await setPin(operators, START_CODE)).toBe('start-code-wrong');
    await operators.takeList([newcomer()], false);
    expect(await setPin(operators, START_CODE.replace('F', 'E'))).toBe('start-code-wrong');
    pass(HOUR_MS + 1);
    expect(await setPin(operators, START_CODE)).toBe('start-code-wrong');
  });

  it('P28 guessing start codes pauses as guessing PINs does', async () => {
    const { operators } = await sampleShop();
    await operators.takeList([newcomer()], false);
    for (let i = 0; i < 5; i += 1) await setPin(operators, '0000-0000-0000-0000');
    expect(await setPin(operators, START_CODE)).toBe('pin-throttled');
  });

  it('P28 a forgotten PIN: the old one opens until the new start code was taken, then no more', async () => {
    const { operators } = await sampleShop();
    await operators.takeList([newcomer()], false);
    await setPin(operators, START_CODE);
    const fresh = 'ZZZZ-ZZZZ-ZZZZ-ZZZZ';
    await operators.takeList([newcomer(fresh)], false);
    expect(await operators.check(chen)).toMatchObject({ ok: true });
    expect(await setPin(operators, fresh, '8888')).toBe('02');
    expect(await operators.check(chen)).toMatchObject({ error: { code: 'pin-wrong' } });
    expect(await operators.check({ ...chen, pin: '8888' })).toMatchObject({ ok: true });
  });

  it('P28 who is taken off the list is signed out at once, and comes back without the old PIN', async () => {
    const { operators, ports } = await sampleShop();
    await operators.signIn({ operatorId: '01', pin: '1111' });
    expect(await operators.takeList([newcomer()], false)).toBe('01');
    expect(operators.session).toBeNull();
    const again = new Operators(ports);
    await again.resume();
    expect(again.session).toBeNull();
    const wang = DEMO_OPERATOR_LIST.operators.filter(({ id }) => id === '01');
    expect(await again.takeList([...wang, newcomer()], false)).toBeNull();
    expect(await again.signIn({ operatorId: '01', pin: '1111' })).toMatchObject({ ok: false });
  });

  it('P28 a list keeps the PINs of whom it keeps', async () => {
    const { operators, guess } = await sampleShop();
    await operators.signIn({ operatorId: '01', pin: '1111' });
    const renamed = DEMO_OPERATOR_LIST.operators.map((one) => ({ ...one, name: `${one.name}!` }));
    expect(await operators.takeList([...renamed, newcomer()], true)).toBeNull();
    expect(operators.session?.operatorId).toBe('01');
    expect(await guess('1111')).toBe('right');
    expect((await operators.list()).map(({ name }) => name)).toContain('王 Wang!');
  });
});

describe('lock and sign-off', () => {
  const chen = { operatorId: '02', startCode: START_CODE, pin: '4711' };
  async function twoCashiers() {
    const shop = await sampleShop();
    await shop.operators.takeList([...DEMO_OPERATOR_LIST.operators, newcomer()], true);
    await shop.operators.setPin(chen);
    return shop;
  }

  it('P28 what one cashier has locked opens to that one and to a supervisor only, over a restart', async () => {
    const { operators, ports } = await twoCashiers();
    await operators.lock();
    const again = new Operators(ports);
    await again.resume();
    expect(again.lockedBy).toBe('02');
    const other = await again.signIn({ operatorId: '01', pin: '1111' });
    expect(other).toMatchObject({ error: { code: 'locked-by-another' } });
    expect(again.session).toBeNull();
    // Locked once more, it is still theirs who left it.
    await again.lock();
    expect(await again.signIn(chen)).toMatchObject({ ok: true });
    await again.lock();
    expect(await again.signIn({ operatorId: '00', pin: '0000' })).toMatchObject({ ok: true });
    expect(again.lockedBy).toBeNull();
  });

  it('P28 signed off, the till is the next one’s, whoever that is, over a restart', async () => {
    const { operators, ports } = await twoCashiers();
    await operators.signOff();
    const again = new Operators(ports);
    await again.resume();
    expect([again.session, again.lockedBy]).toEqual([null, null]);
    expect(await again.signIn({ operatorId: '01', pin: '1111' })).toMatchObject({ ok: true });
  });

  it('P28 a lock whose owner is gone is nobody’s', async () => {
    const { operators } = await twoCashiers();
    await operators.lock();
    await operators.takeList(DEMO_OPERATOR_LIST.operators, true);
    expect(operators.lockedBy).toBeNull();
    expect(await operators.signIn({ operatorId: '01', pin: '1111' })).toMatchObject({ ok: true });
  });
});
