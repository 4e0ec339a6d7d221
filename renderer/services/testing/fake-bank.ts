import type { BalanceAnswer } from '../../../shared/contracts/balance-api.ts';
import type {
  AuthorisationAnswer,
  BatchAnswer,
  UploadItem,
  UploadResult,
} from '../../../shared/contracts/bank-api.ts';
import type { CashReturn } from '../../../shared/contracts/cash-return.ts';
import type { OriginalAnswer } from '../../../shared/contracts/refund-api.ts';
import type { SignatureUpload } from '../../../shared/contracts/signature-api.ts';
import { GENESIS_HASH } from '../../../shared/domain/journal.ts';
import { minor } from '../../../shared/domain/money.ts';
import type { PaymentCore } from '../../../shared/domain/payment.ts';
import { maskedNumber } from '../../../shared/domain/test-cards.ts';
import { FakePayLinks } from './fake-pay-links.ts';

/**
 * A bank in memory: it keeps the promises of PROTOCOL P1 and P6 (one id, one effect; tombstones) in
 * the plainest way. What it is told to say stands in it by card.
 */
export class FakeBank {
  nowMs = Date.UTC(2026, 10, 23, 6, 0, 0);
  readonly booked = new Map<string, PaymentCore>();
  readonly tombstones = new Set<string>();
  readonly reports = new Map<string, UploadItem>();
  readonly returns = new Map<string, CashReturn>();
  readonly signatures = new Map<string, SignatureUpload>();
  readonly payLinks = new FakePayLinks();
  /** Numbers that the bank says it lacks (P2). */
  gaps: number[] = [];
  /** Last journal record that the bank has the hash of. */
  anchoredNumber = 0;
  anchorState: BatchAnswer['anchor']['state'] = 'unchanged';
  decline = new Map<string, string>();
  /** By card: with which code the bank says yes to it; 00 where there is none. */
  yes = new Map<string, string>();
  /** By card: what its issuer says yes to where more is asked (10), as long as it stands. */
  inPart = new Map<string, number>();
  /** What is on every card that is not declined. */
  balanceMinor = 1500;

  book(core: PaymentCore): Pick<AuthorisationAnswer, 'outcome' | 'code' | 'approvedMinor'> {
    const declined = { outcome: 'declined', approvedMinor: minor(0) } as const;
    if (this.tombstones.has(core.id)) return { ...declined, code: '25' };
    const code = this.decline.get(core.sealedCard);
    if (code !== undefined) return { ...declined, code };
    if (core.supersedes !== undefined) this.undo(core.supersedes);
    this.booked.set(core.id, core);
    return this.yesTo(core);
  }

  yesTo({ sealedCard, amountMinor }: PaymentCore) {
    const part = this.inPart.get(sealedCard) ?? amountMinor;
    if (part >= amountMinor) {
      const code = this.yes.get(sealedCard) ?? '00';
      return { outcome: 'approved', code, approvedMinor: amountMinor } as const;
    }
    return { outcome: 'approved-in-part', code: '10', approvedMinor: minor(part) } as const;
  }

  /** The purchase of this amount; in these tests there is one. */
  original(amountMinor: number): OriginalAnswer {
    const booked = [...this.booked.values()];
    const core = booked.find((one) => one.kind === 'purchase' && one.amountMinor === amountMinor);
    if (core === undefined) return { found: false };
    const { id, terminalId, batchNumber, traceNumber } = core;
    const refunds = booked.filter((one) => one.kind === 'refund' && one.originalId === id);
    const refundedMinor = refunds.reduce((sum, one) => sum + one.amountMinor, 0);
    return {
      found: true,
      id,
      state: 'standing',
      terminalId,
      batchNumber,
      traceNumber,
      referenceNumber: '000000000001',
      authorisationCode: '000001',
      maskedNumber: maskedNumber('6228480000000000018'),
      amountMinor: core.amountMinor,
      refundedMinor: minor(refundedMinor),
      bookedAtMs: this.nowMs,
    };
  }

  balanceOf(cardId: string): Pick<BalanceAnswer, 'code' | 'balanceMinor'> {
    const code = this.decline.get(cardId) ?? '00';
    return { code, balanceMinor: code === '00' ? minor(this.balanceMinor) : null };
  }

  undo(id: string): void {
    this.booked.delete(id);
    this.tombstones.add(id);
  }

  take(items: readonly UploadItem[]): UploadResult[] {
    return items.map((item) => {
      const numbers = { authorisationCode: '000001', referenceNumber: '000000000001', message: '' };
      if (item.kind === 'sale-report') {
        this.reports.set(item.report.id, item);
        return { id: item.report.id, code: '00', ...numbers };
      }
      if (item.kind === 'cash-return') {
        this.returns.set(item.back.id, item.back);
        return { id: item.back.id, code: '00', ...numbers };
      }
      if (item.kind === 'void-number') return { id: item.id, code: '00', ...numbers };
      return { id: item.core.id, code: this.book(item.core).code, ...numbers };
    });
  }

  batchAnswer(batchId: string, results: UploadResult[]): BatchAnswer {
    return {
      batchId,
      results,
      watermark: { contiguousUpTo: 0, highest: 0, gaps: [...this.gaps] },
      anchor: {
        epoch: 1,
        number: this.anchoredNumber,
        hash: GENESIS_HASH,
        state: this.anchorState,
      },
    };
  }
}
