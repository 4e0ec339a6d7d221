import type { PayLinkAnswer } from '../../../shared/contracts/pay-link-api.ts';
import type { PaymentCore } from '../../../shared/domain/payment.ts';

type End = Extract<PayLinkAnswer, { state: 'closed' }>['why'];

/** The bank's pay links, as far as a till sees them; `pay` is the customer. */
export class FakePayLinks {
  readonly #states = new Map<string, 'open' | 'paid' | End>();

  ask({ id, amountMinor }: PaymentCore): PayLinkAnswer {
    const state = this.#states.get(id) ?? 'open';
    this.#states.set(id, state);
    const common = { id, amountMinor };
    switch (state) {
      case 'open':
        return { ...common, state, url: `http://bank.test/pay/${id}`, expiresAtMs: 1_900_000_000 };
      case 'paid': {
        const numbers = { authorisationCode: '123456', referenceNumber: '000000000042' };
        return {
          ...common,
          state,
          paidAtMs: 1,
          code: '00',
          ...numbers,
          maskedNumber: '622848******0072',
        };
      }
      default:
        return { ...common, state: 'closed', why: state };
    }
  }

  withdraw(core: PaymentCore): PayLinkAnswer {
    if ((this.#states.get(core.id) ?? 'open') === 'open') this.#states.set(core.id, 'withdrawn');
    return this.ask(core);
  }

  /** False: there is none that could be paid. */
  pay(linkId: string): boolean {
    if (this.#states.get(linkId) !== 'open') return false;
    this.#states.set(linkId, 'paid');
    return true;
  }

  end(linkId: string, why: End): void {
    this.#states.set(linkId, why);
  }
}
