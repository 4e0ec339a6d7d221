import { expect, it } from 'vitest';
import { answerOf, type SuiteTill, type Counter } from './suite-till.ts';

const hashOf = (number: number, salt = 'a') => `${salt}${String(number).padStart(63, '0')}`;

/** Hashes of the records from one number to another, as one upload carries them. */
async function anchored(
  till: SuiteTill,
  epoch: number,
  [from, to]: readonly [number, number],
  salt = 'a',
) {
  const hashes = Array.from({ length: to - from + 1 }, (_, i) => hashOf(from + i, salt));
  const journal = { epoch, from, hashes };
  return answerOf(await till.upload([till.voidNumber()], { journal })).anchor;
}

export function anchorCases({ bank, newTill }: Counter): void {
  it('P2 goes on with each batch; what is known already changes nothing', async () => {
    const till = await newTill();
    const nothing = { epoch: 0, number: 0, hash: '0'.repeat(64), state: 'unchanged' };
    expect(answerOf(await till.upload([till.voidNumber()])).anchor).toEqual(nothing);
    const at = (number: number, state: string) => ({
      epoch: 1,
      number,
      hash: hashOf(number),
      state,
    });
    expect(await anchored(till, 1, [1, 3])).toEqual(at(3, 'extended'));
    expect(await anchored(till, 1, [1, 3])).toEqual(at(3, 'unchanged'));
    expect(await anchored(till, 1, [2, 2])).toEqual(at(3, 'unchanged'));
    expect(await anchored(till, 1, [2, 5])).toEqual(at(5, 'extended'));
    expect(await anchored(till, 1, [4, 5])).toEqual(at(5, 'unchanged'));
    expect(answerOf(await till.signOn()).anchor).toEqual(at(5, 'unchanged'));
  });

  it('P2 another record under a known number is a fork: the anchor stays, and it is noted', async () => {
    const till = await newTill();
    await anchored(till, 1, [1, 3]);
    const events = await bank().eventCount('journal-fork');
    const stays = { epoch: 1, number: 3, hash: hashOf(3), state: 'fork' };
    expect(await anchored(till, 1, [3, 4], 'b')).toEqual(stays);
    expect(await anchored(till, 1, [1, 1], 'b')).toEqual(stays);
    expect(await bank().eventCount('journal-fork')).toBe(events + 2);
    expect(await anchored(till, 1, [3, 4])).toMatchObject({ number: 4, state: 'extended' });
  });

  it('P2 records that do not join on are a gap', async () => {
    const till = await newTill();
    await anchored(till, 1, [1, 3]);
    expect(await anchored(till, 1, [5, 6])).toMatchObject({ number: 3, state: 'gap' });
    expect(await anchored(till, 1, [4, 6])).toMatchObject({ number: 6, state: 'extended' });
  });

  it('P10 a restored till goes on in a new epoch, an alarm if it lost records; the old one is over', async () => {
    const till = await newTill();
    await anchored(till, 1, [1, 5]);
    const [rollbacks, forks] = [
      await bank().eventCount('journal-rollback'),
      await bank().eventCount('journal-fork'),
    ];
    const restored = { epoch: 2, number: 4, hash: hashOf(4, 'b'), state: 'extended' };
    expect(await anchored(till, 2, [4, 4], 'b')).toEqual(restored);
    expect(await bank().eventCount('journal-rollback')).toBe(rollbacks + 1);
    expect(await anchored(till, 1, [6, 6])).toEqual({ ...restored, state: 'fork' });
    expect(await bank().eventCount('journal-fork')).toBe(forks + 1);
    expect(await anchored(till, 2, [4, 5], 'b')).toMatchObject({ number: 5, state: 'extended' });
    expect(await anchored(till, 3, [9, 9], 'c')).toMatchObject({ epoch: 3, number: 9 });
    expect(await bank().eventCount('journal-rollback')).toBe(rollbacks + 1);
  });
}
