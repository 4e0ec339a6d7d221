import { beforeEach, describe, expect, it } from 'vitest';
import { factsOf } from '../shared/contracts/error-codes.ts';
import type { TillHost } from '../shared/contracts/host.ts';
import { activatedHost } from './testing/activated-host.ts';
import { lyingReader } from './testing/lying-reader.ts';
import type { Lie } from '../shared/host/testing/lying-reader.ts';
import { CORE, QUESTION, QUESTION_PATH, yesWith } from './testing/one-payment.ts';

/** A card is a stranger's computer (MISSION): whatever it says, the till knows what became of the money. */
describe('P17 a card that lies', () => {
  const lying = lyingReader();
  beforeEach(() => {
    lying.lie = null;
  });
  const present = (host: TillHost, lineUsable: boolean, cardId = 'good-chip') =>
    host.presentCard({ cardId, core: CORE, lineUsable });

  it.each<[Lie, string]>([
    ['torn record', 'record-unreadable'],
    ['torn answer', 'unreadable'],
    ['no answer', 'no-answer'],
    ['counter back', 'counter-went-back'],
  ])('P17 %s: the card is named, not the reader, and why is kept', async (lie, detail) => {
    const { host, bank } = await activatedHost('demo', { reader: lying.reader });
    const knocked = bank.seen.length;
    lying.lie = lie;
    for (const lineUsable of [true, false]) {
      const error = { code: 'card-not-read', detail };
      expect(await present(host, lineUsable)).toEqual({ ok: false, error });
    }
    expect(bank.seen).toHaveLength(knocked);
    lying.lie = null;
    expect(await present(host, true)).toMatchObject({ ok: true });
  });

  it('P17 a yes where the bank was to be asked is more than was asked: not believed', async () => {
    const { host } = await activatedHost('demo', { reader: lying.reader });
    lying.lie = 'more than asked';
    const error = { code: 'card-not-read', detail: 'more-than-asked' };
    expect(await present(host, true)).toEqual({ ok: false, error });
    expect(factsOf('card-not-read')).toMatchObject({ money: 'untouched', next: 'other-tender' });
  });

  it('P17 no proof behind its promise: the bits say so, and without a line the masks say no', async () => {
    const { host } = await activatedHost('demo', { reader: lying.reader });
    expect(await present(host, false)).toMatchObject({ value: { chipApproval: { code: 'Y1' } } });
    lying.lie = 'no proof behind its promise';
    const read = await present(host, false);
    expect(read).toMatchObject({ value: { chipApproval: null, chipRefusal: 'Z3' } });
    expect(read.ok && read.value.chip.steps[0]).toMatchObject({
      sets: ['card-data-missing', 'dynamic-authentication-failed'],
    });
    const masks = read.ok ? read.value.chip.steps.flatMap(masksOf) : [];
    expect(masks).toContainEqual(['online', ['dynamic-authentication-failed']]);
    expect(masks).toContainEqual(['default', ['dynamic-authentication-failed']]);
  });

  it('P17 a chip that does not say its sequence number is read as one that has number 0', async () => {
    const { host } = await activatedHost('demo', { reader: lying.reader });
    lying.lie = 'no sequence number';
    expect(await present(host, true)).toMatchObject({ ok: true });
  });

  it.each<Lie>(['torn at the end', 'silent at the end', 'counter back at the end'])(
    'P6 P17 %s, after the bank’s yes: refused, and nothing given is kept',
    async (lie) => {
      const { host, bank } = await activatedHost('demo', { reader: lying.reader });
      lying.lie = lie;
      await present(host, true);
      bank.says.set(QUESTION_PATH, yesWith('0011223300800000'));
      const heard = await host.query(QUESTION);
      expect(heard).toMatchObject({ value: { answer: { refusedByCard: true } } });
      const chip = heard.ok ? heard.value.answer.chip : undefined;
      expect(chip?.steps.at(-1)).toMatchObject({ which: 'second', asked: 'TC', given: null });
    },
  );
});

function masksOf(step: object): [string, readonly string[]][] {
  const { masks = [] } = step as {
    readonly masks?: readonly { readonly mask: string; readonly hits: readonly string[] }[];
  };
  return masks.map(({ mask, hits }) => [mask, hits]);
}
