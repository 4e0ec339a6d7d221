import { classOfAnswer } from '../../../shared/contracts/answer-classes.ts';
import type { Payment } from '../../../shared/domain/payment.ts';
import {
  isBanksWord,
  type Accepted,
  type Decided,
  type NamedDifference,
  type Settlement,
} from '../../../shared/domain/settlement.ts';
import type { TillPorts } from '../../ports.ts';
import type { Ledger } from '../books/ledger-of-the-till.ts';

export interface CureParts {
  readonly ports: TillPorts;
  readonly ledger: Ledger;
  readonly deliveredUpTo: () => Promise<number>;
}

/** A supervisor's yes to one record of the difference finder, and why: each has its own reason. */
export interface CureDecision {
  readonly id: string;
  readonly reason: string;
}

/** The settlement after these decisions; what has no reason is not decided, and stays open. */
export function withDecisions(
  open: Settlement,
  decisions: readonly CureDecision[],
  supervisorId: string,
): { readonly settlement: Settlement; readonly chosen: readonly NamedDifference[] } {
  const reasons = new Map(decisions.map(({ id, reason }) => [id, reason.trim()]));
  const chosen = open.differences.filter(({ id }) => (reasons.get(id) ?? '') !== '');
  const decided = chosen.map(({ id, kind, till, bank, cure, saleNumber }): Decided => {
    const reason = reasons.get(id) ?? '';
    return { id, kind, till, bank, saleNumber, cure, supervisorId, reason };
  });
  const accepted = decided.flatMap(({ saleNumber: _number, cure, ...one }): Accepted[] =>
    isBanksWord(cure) ? [{ ...one, cure }] : [],
  );
  const differences = open.differences.map((one) =>
    chosen.includes(one) ? { ...one, tried: [...one.tried, one.cure] } : one,
  );
  const settlement = {
    ...open,
    differences,
    accepted: [...open.accepted, ...accepted],
    decided: [...(open.decided ?? []), ...decided],
  };
  return { settlement, chosen };
}

/** What it comes to is seen at the next comparison, and nowhere else. */
export async function carryOut(
  parts: CureParts,
  settlement: Settlement,
  { id, saleId, cure }: NamedDifference,
): Promise<void> {
  if (cure !== 'upload' && cure !== 'reversal') return;
  const sales = await parts.ports.store.sales([saleId]);
  const sale = sales.ok ? sales.value.get(saleId) : undefined;
  const payment = sale?.payments.find((one) => one.id === id);
  if (payment === undefined) return;
  if (cure === 'upload') await sendAgain(parts, settlement, payment);
  else await takeBack(parts, settlement, payment);
}

/** Under its own id: what the bank has after all is not booked twice (P1). */
async function sendAgain(
  { ports, ledger, deliveredUpTo }: CureParts,
  { supervisorId }: Settlement,
  payment: Payment,
): Promise<void> {
  const { host, random } = ports;
  const { status, core, createdAtMs } = payment;
  // A promise is in the queue, and goes from there.
  if (status.state === 'stored' || status.state === 'offline-approved') return;
  const promise = { takenAtMs: createdAtMs, kind: 'stored', code: '', certificate: '' } as const;
  const { epoch, number } = ledger.head();
  const uploaded = await host.upload({
    batchId: random.uuid(),
    items: [{ kind: 'stored-payment', core, promise }],
    deliveredUpTo: await deliveredUpTo(),
    operatorId: supervisorId,
    journal: { epoch, from: number, hashes: [] },
  });
  const code = uploaded.ok ? uploaded.value.answer.results[0]?.code : undefined;
  if (code === undefined || classOfAnswer(code) === 'done') return;
  const detail = `upload of ${payment.id} at settlement: ${code}`;
  await ledger.commit(() => ({ kind: 'notice', code: 'settlement-cure', detail }));
}

async function takeBack(
  { ports, deliveredUpTo }: CureParts,
  { supervisorId }: Settlement,
  { core, status }: Payment,
): Promise<void> {
  const reason = status.state === 'reversed' ? status.reason : 'left-alone';
  await ports.host.reverse({
    core,
    reason,
    attempt: {
      sentAtMs: ports.clock.nowMs(),
      operatorId: supervisorId,
      deliveredUpTo: await deliveredUpTo(),
    },
  });
}
