import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { Terminal } from '../../../shared/contracts/host-facts.ts';
import type { Payment } from '../../../shared/domain/payment.ts';
import { nextPaymentStep, type Heard } from '../../../shared/domain/payment-step.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { TillPorts } from '../../ports.ts';
import { eventOfQuery } from './attended-wait.ts';
import type { Ledger } from '../books/ledger-of-the-till.ts';
import { decideReversal, isUseless, storeAnswer } from './payment-settling.ts';
import { isTooLate } from '../books/sale-commit.ts';

/**
 * Payments whose outcome is open with nobody waiting for it (PROTOCOL P5, P6): after a crash, or
 * when the cashier walked away. The bank is asked first; what it knows counts. What it does not
 * know is reversed, so that a late arrival finds a tombstone; without a line the question stays
 * open until ten minutes are over, then the reversal is decided all the same.
 *
 * @returns the sales that were settled one way or the other.
 */
export async function resolveOpenPayments(
  ports: TillPorts,
  ledger: Ledger,
  terminal: Terminal,
  attended: (saleId: string) => boolean,
): Promise<Result<Sale[], Failure>> {
  const open = await ports.store.openSales();
  if (!open.ok) return open;
  const settled: Sale[] = [];
  for (const sale of open.value) {
    for (const payment of sale.payments) {
      const { state } = payment.status;
      if (state !== 'authorizing' && state !== 'unknown') continue;
      if (attended(sale.id)) continue;
      const after = await resolveOne(ports, ledger, terminal, attended, sale, payment);
      if (!after.ok) return after;
      if (after.value !== null) settled.push(after.value);
    }
  }
  return ok(settled);
}

/** Does what `nextPaymentStep` says for a payment that nobody waits for; null = still open. */
async function resolveOne(
  ports: TillPorts,
  ledger: Ledger,
  terminal: Terminal,
  attended: (saleId: string) => boolean,
  sale: Sale,
  payment: Payment,
): Promise<Result<Sale | null, Failure>> {
  const { host, clock, random } = ports;
  const which = { saleId: sale.id, paymentId: payment.id };
  let heard: Heard = 'nothing-asked';
  for (;;) {
    const step = nextPaymentStep(payment.status.state, {
      ...NOBODY_WAITS,
      heard,
      ageMs: clock.nowMs() - payment.createdAtMs,
      wait: terminal.parameters.wait,
    });
    if (step.kind === 'reverse') return settled(decideReversal(ledger, random, which, step.reason));
    if (step.kind !== 'ask') return ok(null);
    const asked = await host.query({ id: payment.id, amountMinor: payment.core.amountMinor });
    const answer = asked.ok ? eventOfQuery(asked.value.answer, clock.nowMs()) : null;
    if (attended(sale.id)) return ok(null);
    if (asked.ok && asked.value.answer.refusedByCard === true) {
      return settled(decideReversal(ledger, random, which, 'refused-by-card'));
    }
    if (answer !== null) {
      return isUseless(answer.event, sale, which)
        ? settled(decideReversal(ledger, random, which, 'abandoned-at-restart'))
        : settled(storeAnswer(ledger, random, which, answer.event));
    }
    heard = asked.ok ? 'not-known' : 'no-answer';
  }
}

/** Settled otherwise in the meantime (the cashier came back to it): not this function's news. */
async function settled(
  written: Promise<Result<Sale, Failure>>,
): Promise<Result<Sale | null, Failure>> {
  const result = await written;
  return !result.ok && isTooLate(result.error) ? ok(null) : result;
}

const NOBODY_WAITS = {
  attended: false,
  givenUp: false,
  lineUsable: true,
  pinCarried: false,
  cardGone: true,
  waitedMs: 0,
} as const;
