import { describe, expect, it } from 'vitest';
import { Operators, type StoredOperator, type StoredSession } from './operators.ts';
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
  };
  const operators = new Operators(ports);
  await operators.installSamples();
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
