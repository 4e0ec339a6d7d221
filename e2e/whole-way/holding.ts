import { v7 } from 'uuid';
import {
  findHold,
  runHoldStep,
  type HoldOrder,
} from '../../renderer/services/paying/hold-money.ts';
import { holdSlipTyped, type TypedHoldSlip } from '../../renderer/services/slips/hold-slip.ts';
import type { PaymentServices } from '../../renderer/services/paying/payment-run.ts';
import type { PaymentSurroundings } from '../../renderer/services/paying/payment-surroundings.ts';
import { scriptedDesk, type CardOptions } from '../../renderer/services/testing/bench-till.ts';
import { minor } from '../../shared/domain/money.ts';
import { present } from '../../shared/lib/assert.ts';
import { valueOf } from '../value-of.ts';

/** What is done to money that is held on a card, as the screen asks for it. */
export function holdingAt(services: PaymentServices, around: () => PaymentSurroundings) {
  const { host } = services.ports;

  async function step(order: HoldOrder, options: CardOptions) {
    const desk = scriptedDesk(options);
    return valueOf(await runHoldStep(services, around(), v7(), order, desk));
  }

  async function find(slip: TypedHoldSlip) {
    const named = present(holdSlipTyped(slip), 'a whole slip');
    return valueOf(await findHold(host, { operatorId: '01', ...named }));
  }

  return {
    findHeld: find,
    holdOnCard: (cardId: string, amountMinor: number, options: CardOptions = {}) =>
      step({ act: 'hold', cardId, amountMinor: minor(amountMinor) }, options),
    completeHold: async (slip: TypedHoldSlip, amountMinor: number, options: CardOptions = {}) => {
      const hold = await find(slip);
      return step({ act: 'complete', hold, amountMinor: minor(amountMinor) }, options);
    },
    releaseHold: async (slip: TypedHoldSlip, options: CardOptions = {}) => {
      const hold = await find(slip);
      const granted = await host.approve({ operatorId: '00', pin: '0000', act: 'release' });
      const approval = { ...valueOf(granted), reason: 'left early' };
      return step({ act: 'release', hold, approval }, options);
    },
  };
}
