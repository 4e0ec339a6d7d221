import type { AnswerBy, SupervisorsYes } from '../../renderer/services/paying/payment-desk.ts';
import type { Payment, PaymentState } from '../../shared/domain/payment.ts';
import type { Sale } from '../../shared/domain/sale.ts';

const IN_VAIN: ReadonlySet<PaymentState> = new Set([
  'declined',
  'offline-declined',
  'reversing',
  'reversed',
]);

/** A supervisor may have tried the refused promise again meanwhile: that is another payment (A14). */
export function triedInVain({ payments }: Sale): Payment | undefined {
  return payments.filter(({ status }) => IN_VAIN.has(status.state)).at(-1);
}

export function accepted(supervisor: SupervisorsYes | null): AnswerBy['promise'] {
  return { accept: true, customerContact: '', supervisor };
}
