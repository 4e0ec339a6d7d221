import { minor } from '../../shared/domain/money.ts';
import { mostCompleted } from '../../shared/domain/hold.ts';
import { TEST_CARDS } from '../../shared/domain/test-cards.ts';
import type { FoundHold, HoldOrder } from '../../renderer/services/paying/hold-money.ts';
import { holdSlipTyped } from '../../renderer/services/slips/hold-slip.ts';
import type { PaymentDesk } from '../../renderer/services/paying/payment-desk.ts';
import { typedPin } from '../../renderer/services/testing/typed-pin.ts';
import type { OpenTill } from '../../renderer/services/till.ts';
import type { Dice } from './dice.ts';
import type { Life } from './life.ts';
import type { Allows } from './step-up.ts';
import type { Slip } from './machine.ts';

interface Parts {
  readonly dice: Dice;
  /** What guests of all tills have in hands. */
  readonly slips: () => readonly Slip[];
  readonly allows: Allows;
  /** The screen says that the bank has done this step. */
  readonly done: (id: string) => void;
  readonly told: (line: string) => void;
}

type TypedAndWhole = NonNullable<ReturnType<typeof holdSlipTyped>>;

const CARDS = TEST_CARDS.filter(({ id }) => id.startsWith('good-'));
const SLIPS_KEPT = 12;

/**
 * Guests come and go (decision 14): an amount is held on a card; with a slip of whatever till in hand it is
 * completed, sometimes for too much, sometimes twice before anybody has looked again, or let go.
 */
export class HoldingDesk {
  readonly #till: OpenTill;
  readonly #life: Life;
  readonly #parts: Parts;

  constructor(till: OpenTill, life: Life, parts: Parts) {
    this.#till = till;
    this.#life = life;
    this.#parts = parts;
  }

  async work(): Promise<void> {
    const { dice, slips } = this.#parts;
    const named = slips()
      .slice(-SLIPS_KEPT)
      .flatMap((slip) => namedOn(slip) ?? []);
    const slip = named[dice.between(0, named.length - 1)];
    if (slip === undefined || dice.chance(0.3)) {
      const held = await this.#holdOne();
      // Most leave soon, with the slip that they were just given.
      if (held === null || dice.chance(0.2)) return;
      await this.#life.wait(dice.between(2_000, 40_000));
      return this.#leaves(held);
    }
    return this.#leaves(slip);
  }

  async #leaves(slip: TypedAndWhole): Promise<void> {
    const { dice } = this.#parts;
    const found = await this.#till.checkout.findHold(slip);
    if (!found.ok) return this.#parts.told(`hold: ${found.error.code}`);
    await this.#life.wait(dice.between(1_000, 20_000));
    if (dice.chance(0.2)) return this.#release(found.value);
    await this.#complete(found.value);
    // As it was read a while ago, whoever has been about it since (I1).
    if (dice.chance(0.5)) await this.#complete(found.value);
    else if (dice.chance(0.2)) await this.#release(found.value);
  }

  /** What its slip says; null where there is none. */
  async #holdOne(): Promise<TypedAndWhole | null> {
    const { dice, slips } = this.#parts;
    const card = CARDS[dice.between(0, CARDS.length - 1)];
    const amountMinor = minor(dice.between(100, 30_000));
    if (card === undefined) return null;
    const id = await this.#ask({ act: 'hold', cardId: card.id, amountMinor });
    const slip = slips().find(({ saleId }) => saleId === id);
    return slip === undefined ? null : namedOn(slip);
  }

  async #complete(hold: FoundHold): Promise<void> {
    const most = mostCompleted(hold.of.amountMinor);
    const amountMinor = minor(this.#parts.dice.between(1, most + 1));
    await this.#ask({ act: 'complete', hold, amountMinor });
  }

  async #release(hold: FoundHold): Promise<void> {
    const approval = await this.#parts.allows('release');
    if (approval === null) return;
    await this.#ask({ act: 'release', hold, approval: { ...approval, reason: 'left early' } });
  }

  /** The id of what was done; null where nothing was. */
  async #ask(order: HoldOrder): Promise<string | null> {
    const { dice, told, done } = this.#parts;
    const patience = new AbortController();
    if (dice.chance(0.3)) {
      void this.#life.wait(dice.between(20, 6_000)).then(() => patience.abort());
    }
    const desk = this.#deskOf(patience.signal);
    let ended = await this.#till.checkout.hold(order, desk);
    // Somebody else has a card in the reader: a guest waits for it.
    for (
      let tries = 0;
      tries < 3 && !ended.ok && ended.error.code === 'reader-not-ready';
      tries += 1
    ) {
      await this.#life.wait(dice.between(2_000, 8_000));
      ended = await this.#till.checkout.hold(order, desk);
    }
    told(`${order.act}: ${ended.ok ? ended.value.kind : ended.error.code}`);
    if (!ended.ok) return null;
    if (ended.value.kind === 'taken-back') void this.#till.drain(true);
    if (ended.value.kind !== 'done') return null;
    const { id } = ended.value.sale;
    done(id);
    await this.#till.checkout.slips.print(id, 'first');
    return id;
  }

  #deskOf(giveUp: AbortSignal): PaymentDesk {
    const { dice } = this.#parts;
    return {
      giveUp,
      tell: () => undefined,
      waitingSince: () => undefined,
      choose: async (question) => {
        await this.#life.wait(dice.between(200, 6_000));
        if (question.kind !== 'pin') {
          return (dice.chance(0.5) ? 'keep-asking' : 'give-up') as never;
        }
        const pin = TEST_CARDS.find(({ id }) => id === question.cardId)?.pin ?? '';
        return (dice.chance(0.9) ? await typedPin(question, pin) : 'cancelled') as never;
      },
    };
  }
}

/** As somebody reads it off the paper of a hold; of what became of one there is another slip. */
function namedOn({ amountMinor, lines }: Slip): TypedAndWhole | null {
  const text = lines.join('\n');
  if (!/^预授权 /m.test(text)) return null;
  const number = /^参考号 *(\d{12})$/m.exec(text)?.[1] ?? '';
  const authorisationCode = /^授权码 *(\d{6})$/m.exec(text)?.[1] ?? '';
  const amount = (amountMinor / 100).toFixed(2);
  return holdSlipTyped({ number, authorisationCode, amount });
}
