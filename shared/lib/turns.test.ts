import { describe, expect, it } from 'vitest';
import { Turns } from './turns.ts';

describe('turns', () => {
  it('each begins when the one before has ended, also when that has failed', async () => {
    const turns = new Turns();
    const seen: string[] = [];
    const step = (name: string, fails = false) =>
      turns.take(async () => {
        seen.push(`${name} begins`);
        await Promise.resolve();
        seen.push(`${name} ends`);
        if (fails) throw new Error(name);
        return name;
      });
    const all = [step('first'), step('second', true), step('third')];
    await turns.pass();
    expect(seen).toEqual(['first', 'second', 'third'].flatMap((n) => [`${n} begins`, `${n} ends`]));
    const [first, second, third] = await Promise.allSettled(all);
    expect([first, third]).toMatchObject([{ value: 'first' }, { value: 'third' }]);
    expect(second).toMatchObject({ status: 'rejected', reason: { message: 'second' } });
  });
});
