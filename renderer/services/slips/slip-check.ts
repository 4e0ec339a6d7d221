import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { LineFault } from '../../../shared/contracts/line-answer.ts';
import type { SlipAnswer } from '../../../shared/contracts/slip-api.ts';
import {
  fateOfSlip,
  type SlipCode,
  type SlipFate,
  type TillOfSlip,
} from '../../../shared/domain/slip-code.ts';
import type { TillPorts } from '../../ports.ts';

/** What became of the promise on a slip that somebody brings back (P19). */
export type SlipCheck =
  /** Torn, changed, or of another shop: nobody was asked. */
  | { readonly kind: 'not-ours'; readonly failure: Failure }
  /** Of this shop, and the bank cannot be asked now. */
  | {
      readonly kind: 'not-asked';
      readonly slip: SlipCode;
      readonly isUnsent: boolean;
      readonly failure: LineFault;
    }
  | {
      readonly kind: 'answered';
      readonly slip: SlipCode;
      readonly fate: SlipFate;
      readonly answer: SlipAnswer;
    };

type Ports = {
  readonly host: Pick<TillPorts['host'], 'readSlip' | 'askSlip'>;
  readonly store: Pick<TillPorts['store'], 'outbox' | 'sales' | 'recentSales'>;
};

export async function checkSlip(ports: Ports, code: string): Promise<SlipCheck> {
  const read = await ports.host.readSlip(code);
  if (!read.ok) return { kind: 'not-ours', failure: read.error };
  const slip = read.value;
  const { paymentId: id, amountMinor } = slip;
  const asked = await ports.host.askSlip({ id, amountMinor });
  if (!asked.ok) {
    const isUnsent = await waitsHere(ports, slip);
    return { kind: 'not-asked', slip, isUnsent, failure: asked.error };
  }
  const { answer } = asked.value;
  const till = await knownHere(ports, slip, answer);
  return { kind: 'answered', slip, fate: fateOfSlip(answer, till), answer };
}

/** What only the till that sold it knows: that cash made up for it, or that the shop bears the loss. */
async function knownHere(ports: Ports, slip: SlipCode, answer: SlipAnswer): Promise<TillOfSlip> {
  if (!answer.known) {
    if (await waitsHere(ports, slip)) return 'unsent';
    return (await isWithdrawnHere(ports, slip)) ? 'withdrawn' : 'nothing';
  }
  if (answer.saleId === null) return 'nothing';
  const sales = await ports.store.sales([answer.saleId]);
  // What cannot be read here says nothing: the bank's word stands alone.
  const sale = sales.ok ? sales.value.get(answer.saleId) : undefined;
  const state = sale?.payments.find(({ id }) => id === slip.paymentId)?.status.state;
  return state === 'recovered' || state === 'written-off' ? state : 'nothing';
}

async function waitsHere({ store }: Ports, { paymentId }: SlipCode): Promise<boolean> {
  const rows = await store.outbox('stored-payment');
  return rows.ok && rows.value.some(({ transactionId }) => transactionId === paymentId);
}

/** A promise is withdrawn within its batch: whoever asks much later has the shop's own copy of the void. */
const SEARCHED = 2_000;

async function isWithdrawnHere({ store }: Ports, { paymentId }: SlipCode): Promise<boolean> {
  const sales = await store.recentSales(SEARCHED);
  if (!sales.ok) return false;
  return sales.value.some(({ payments }) =>
    payments.some(({ id, status }) => id === paymentId && status.state === 'withdrawn'),
  );
}
