import { v7 } from 'uuid';
import type { PaymentServices } from '../../renderer/services/paying/payment-run.ts';
import type { PaymentSurroundings } from '../../renderer/services/paying/payment-surroundings.ts';
import { findRefundable, refundSale } from '../../renderer/services/taking-back/refund-sale.ts';
import { refundInCash } from '../../renderer/services/taking-back/refund-cash.ts';
import { scriptedDesk, type CardOptions } from '../../renderer/services/testing/bench-till.ts';
import { voidSale } from '../../renderer/services/taking-back/void-sale.ts';
import { NO_CASH_ROUNDING } from '../../shared/domain/cash.ts';
import { minor } from '../../shared/domain/money.ts';
import { valueOf } from '../value-of.ts';

/** What a till gives back, with a supervisor's PIN, as the screen asks for it. */
export function givingBackAt(services: PaymentServices, around: () => PaymentSurroundings) {
  const { host } = services.ports;

  async function voidTheSale(saleId: string, pin: string, options: CardOptions = {}) {
    const granted = await host.approve({ operatorId: '00', pin, act: 'void' });
    const approval = { ...valueOf(granted), reason: 'wrong size' };
    const desk = scriptedDesk(options);
    return valueOf(await voidSale(services, around(), { saleId, approval }, desk));
  }

  /** Of whatever till's sale, by what its slip says. */
  async function refundBySlip(
    slip: { readonly referenceNumber: string; readonly amountMinor: number },
    amountMinor: number,
    options: CardOptions = {},
  ) {
    const by = { kind: 'reference', referenceNumber: slip.referenceNumber } as const;
    const question = { operatorId: '01', amountMinor: minor(slip.amountMinor), by };
    const original = valueOf(await findRefundable(host, question));
    const granted = await host.approve({ operatorId: '00', pin: '0000', act: 'refund' });
    const approval = { ...valueOf(granted), reason: 'too small' };
    const order = { original, amountMinor: minor(amountMinor), approval };
    const desk = scriptedDesk(options);
    return valueOf(await refundSale(services, around(), v7(), order, desk));
  }

  /** Of a sale in cash of this till; the amount, or why nothing went back. */
  async function refundCash(saleId: string, amountMinor: number) {
    const granted = await host.approve({ operatorId: '00', pin: '0000', act: 'refund' });
    const approval = { ...valueOf(granted), reason: 'too small' };
    const cash = { saleId };
    const order = { cash, amountMinor: minor(amountMinor), approval, rounding: NO_CASH_ROUNDING };
    const { ports, ledger } = services;
    const done = await refundInCash(ports, ledger, around().place, order);
    return done.ok ? done.value.totals.dueMinor : done.error.code;
  }

  return { voidTheSale, refundBySlip, refundCash };
}
