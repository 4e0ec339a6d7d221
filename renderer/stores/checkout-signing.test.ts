import { describe, expect, it } from 'vitest';
import { benchCounter } from './testing/bench-counter.ts';

const DRAWN = [[1, 2, 3, 4]];

async function soldToSigner() {
  const counter = benchCounter();
  counter.ringUp(2617);
  await counter.state().payCard('chip-sign');
  return counter;
}

describe('a card whose holder signs', () => {
  it('is asked after the approval: the sale stands, and the slip waits for the signature', async () => {
    const { state, fake, sales, cart } = await soldToSigner();
    expect(state().paying).toMatchObject({
      verdict: { kind: 'approved', sale: { state: 'completed' } },
      signing: { busy: false, hasFailed: false },
      slip: 'none',
    });
    expect((await sales())[0]?.state).toBe('completed');
    expect(cart.getState().cart.lines).toEqual([]);
    expect(fake.slips).toEqual([]);
    state().stopPaying();
    expect(state().paying).not.toBeNull();
    await state().sign(DRAWN);
    expect(state().paying).toMatchObject({ signing: null, slip: 'printed' });
    expect(fake.slips).toMatchObject([{ copyNumber: 1, signatures: [expect.any(String)] }]);
    await expect.poll(() => fake.signatures.size).toBe(1);
    state().stopPaying();
    expect(state().paying).toBeNull();
  });

  it('P8 whatever is pressed how often: signed once, one slip', async () => {
    const { state, fake } = await soldToSigner();
    await Promise.all([state().sign(DRAWN), state().sign([[9, 9]]), state().sign(null)]);
    await state().sign(null);
    expect(fake.slips).toHaveLength(1);
    const signed = fake.journal.filter(({ body }) => body.kind === 'card-signature');
    expect(signed).toMatchObject([{ body: { signature: { strokes: DRAWN } } }]);
  });

  it('on paper instead: the slip has the line', async () => {
    const { state, fake } = await soldToSigner();
    await state().sign(null);
    expect(fake.slips[0]?.signatures).toBeUndefined();
    expect(fake.slips[0]?.lines.join('\n')).toContain('_____');
  });

  it('A17 two such cards: one after the other, and then the slip', async () => {
    const { state, fake, ringUp } = benchCounter();
    ringUp(2617);
    await state().payCard('chip-sign', 1000);
    expect(state().paying?.signing).toBeNull();
    state().nextTender();
    await state().payCard('chip-sign');
    const first = state().paying?.signing?.payment.id;
    await state().sign(DRAWN);
    const second = state().paying?.signing?.payment.id;
    expect(second).not.toBe(first);
    expect(fake.slips).toEqual([]);
    await state().sign(DRAWN);
    expect(state().paying?.signing).toBeNull();
    expect(fake.slips).toMatchObject([{ signatures: [expect.any(String), expect.any(String)] }]);
  });

  it('F08 what was drawn cannot be written down: said so, and paper is always a way', async () => {
    const { state, fake } = await soldToSigner();
    fake.journalFails = true;
    await state().sign(DRAWN);
    expect(state().paying?.signing).toMatchObject({ busy: false, hasFailed: true });
    expect(fake.slips).toEqual([]);
    await state().sign(null);
    expect(state().paying?.signing).toBeNull();
    expect(fake.slips[0]?.lines.join('\n')).toContain('_____');
  });

  it('nobody signs for a tap, a PIN or a chip that wants nothing', async () => {
    for (const cardId of ['good-tap', 'good-chip', 'chip-pin']) {
      const { state, ringUp, fake } = benchCounter();
      ringUp(2617);
      await state().payCard(cardId);
      expect([cardId, state().paying?.signing, fake.slips.length]).toEqual([cardId, null, 1]);
    }
  });
});
