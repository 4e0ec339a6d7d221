import { describe, expect, it } from 'vitest';
import { NO_FIGURES } from '../../renderer/services/queue/figures.ts';
import type { DeliveryResult, JournalRecord } from '../../shared/domain/journal.ts';
import { minor } from '../../shared/domain/money.ts';
import type { OutboxRow } from '../../shared/domain/outbox.ts';
import type { PaymentStatus } from '../../shared/domain/payment.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import type { Settlement } from '../../shared/domain/settlement.ts';
import { sampleCardSale } from '../../shared/domain/testing/sample-sale.ts';
import type { StoredPayment } from '../../bank-api/domain/records.ts';
import { ActAudit } from './act-audit.ts';
import { Auditor, type AuditedTill } from './auditor.ts';
import { BankRecords } from './bank-records.ts';
import { BarAudit } from './bar-audit.ts';
import { Dice } from './dice.ts';
import { GrowingText } from './growing-text.ts';
import { EnrolmentAudit } from './enrolment-audit.ts';
import type { Slip } from './machine.ts';
import { auditSettlements } from './settlement-audit.ts';
import { publicKeyOf } from './sim-crypto.ts';
import type { Words } from './screen.ts';
import { WordAudit } from './word-audit.ts';

const APPROVED: PaymentStatus = {
  state: 'approved',
  atMs: 2,
  authorisationCode: '',
  referenceNumber: '',
};
const IN_DOUBT = sampleCardSale({ state: 'unknown', sinceMs: 1 }, { state: 'paying' });
const SOLD = sampleCardSale(APPROVED);
const NOT_RECORDED = ['payment:means.notRecorded'];
const SAYS_APPROVED = { saleId: SOLD.id, lines: ['已授权'] } as unknown as Slip;
const ALL_SENT = { ...NO_FIGURES, isQueueRead: true };

/** A till's disk with one sale on it, as its journal says, and the bank's books beside it. */
class Desk {
  readonly bank = new BankRecords(new Dice(1, 'bank'));
  readonly till: AuditedTill;
  readonly auditor: Auditor;
  readonly words: WordAudit;
  readonly bar: BarAudit;
  rows: readonly OutboxRow[] = [];
  readonly #file = new GrowingText();
  #written = 0;
  #stored: Sale | undefined;

  constructor() {
    this.till = {
      name: 'till 1',
      terminalId: '01000001',
      journal: this.#file,
      slips: () => [],
      databaseSale: () => Promise.resolve(this.#stored),
      outbox: () => Promise.resolve([...this.rows]),
      cardsLocked: () => true,
      keys: () => ({ inUse: publicKeyOf('till 1'), isRenewing: false, all: [], prepared: null }),
      sentAtMs: () => undefined,
      afterEvent: () => undefined,
    };
    this.auditor = new Auditor(this.bank, [this.till]);
    this.words = new WordAudit(this.bank, this.auditor);
    this.bar = new BarAudit(this.bank, this.auditor);
  }

  /** Into the journal, and into the database as well. */
  writes(sale: Sale): void {
    this.journals(sale);
    this.#stored = sale;
  }

  journals(sale: Sale): void {
    this.records({ kind: 'sale', step: 'approved', sale, outbox: [] });
  }

  records(body: JournalRecord['body']): void {
    const record = { number: this.#written + 1, hash: String(this.#written), body };
    this.#written += 1;
    this.#file.append(`${JSON.stringify(record satisfies Partial<JournalRecord>)}\n`);
  }

  approves(): void {
    const [payment] = SOLD.payments;
    const { id = '' } = payment ?? {};
    const stored = { id, saleId: SOLD.id, state: 'approved' } as StoredPayment;
    this.bank.payments.set(id, stored);
  }

  /** Somebody pays, the bank says yes, it cannot be recorded, and the cashier reads that. */
  async isNotRecorded(): Promise<void> {
    this.writes(IN_DOUBT);
    this.approves();
    expect(await this.words.said(this.till, NOT_RECORDED, this.#about())).toEqual([]);
  }

  /** Somebody reads how a step has ended, with the bar beside it. */
  concludes(words: Words): Promise<string[]> {
    const read = { saleId: SOLD.id, words, figures: ALL_SENT, nowMs: 1_000 };
    return this.bar.concluded(this.till, read);
  }

  #about() {
    return this.words.facts.begin(this.till, SOLD.id);
  }
}

describe('the first step of a settlement', () => {
  const opened = (id: string) => {
    const settlement = { id, step: 'opened', differences: [] } as unknown as Settlement;
    return { kind: 'settlement', settlement } as const;
  };
  const givesUp = (desk: Desk, key: string): void => {
    const outbox = [{ kind: 'reversal', key } as OutboxRow];
    desk.records({ kind: 'sale', step: 'reversal-decided', sale: IN_DOUBT, outbox });
  };
  const hears = (desk: Desk, outboxKey: string): void => {
    const result = { outboxKey, outcome: 'done' } as DeliveryResult;
    desk.records({ kind: 'delivery', results: [result] });
  };
  const audit = ({ bank, auditor, till }: Desk) => auditSettlements(bank, auditor, till);

  it('P22 comes after the answer to every reversal; whatever is given up later does not matter', () => {
    const desk = new Desk();
    givesUp(desk, 'first');
    hears(desk, 'first');
    desk.records(opened('day'));
    givesUp(desk, 'second');
    desk.records(opened('day'));
    expect(audit(desk)).toEqual([]);
  });

  it('P22 may not come while a reversal is without one', () => {
    const desk = new Desk();
    givesUp(desk, 'first');
    givesUp(desk, 'second');
    hears(desk, 'first');
    desk.records(opened('day'));
    expect(audit(desk)).toEqual(['P22 settlement day was begun before second was answered']);
  });
});

describe('a day end and its PIN', () => {
  const APPROVAL = { approvalId: 'given', supervisorId: '00' };
  const begun = (id: string, supervisorId: string) => {
    const settlement = { id, step: 'opened', supervisorId, differences: [], accepted: [] };
    return { kind: 'settlement', settlement: settlement as unknown as Settlement } as const;
  };
  const audit = (desk: Desk) => {
    const acts = new ActAudit(desk.till, desk.auditor);
    acts.approved(APPROVAL, 'settle');
    acts.approved({ ...APPROVAL, approvalId: 'for another act' }, 'count-drawer');
    return acts.closing();
  };
  const { approvalId } = APPROVAL;

  it('F38 is begun with a receipt of its own, and goes on with what the bank says', async () => {
    const desk = new Desk();
    desk.records({ ...begun('day', '00'), approvalId });
    desk.records(begun('day', '00'));
    expect(await audit(desk)).toEqual([]);
  });

  it.each([
    ['no receipt', begun('day', '00')],
    ['one that nobody gave', { ...begun('day', '00'), approvalId: 'made-up' }],
    ['that of another act', { ...begun('day', '00'), approvalId: 'for another act' }],
    ['a receipt under another name', { ...begun('day', '01'), approvalId }],
  ])('F38 P28 is not begun with %s', async (_what, body) => {
    const desk = new Desk();
    desk.records(body);
    expect(await audit(desk)).toEqual(['F38 settle of day end day has no PIN of its own']);
  });

  it('F38 P28 no receipt is used twice, and none decides a difference by itself', async () => {
    const desk = new Desk();
    desk.records({ ...begun('day', '00'), approvalId });
    desk.records({ ...begun('next', '00'), approvalId });
    const { kind, settlement } = begun('next', '00');
    const decided = [{ supervisorId: '00' }] as unknown as Settlement['decided'];
    desk.records({ kind, settlement: { ...settlement, decided: decided ?? [] } });
    expect(await audit(desk)).toHaveLength(2);
  });
});

describe('what the bank knows of a journal', () => {
  const desk = new Desk();
  const knows = (number: number): void => {
    const { bank, till } = desk;
    const terminal = bank.terminals.get(till.terminalId);
    const key = publicKeyOf(till.name);
    const known = terminal ?? bank.newTerminal(till.terminalId, '01', key);
    known.anchor = { epoch: 1, number, hash: String(number) };
  };
  it('P25 is not given up, with a code or without', () => {
    const { bank, till } = desk;
    const audit = new EnrolmentAudit(bank, till);
    for (const number of [40, 41]) {
      knows(number);
      expect(audit.afterEvent()).toEqual([]);
    }
    knows(38);
    expect(audit.afterEvent()).toEqual([
      expect.stringContaining('has given up the journal of till 1'),
    ]);
  });
});

describe('what was told as going back', () => {
  it('P5 stands after all when a later window has asked the bank and printed its slip', async () => {
    const desk = new Desk();
    await desk.isNotRecorded();
    desk.words.opens();
    desk.writes(SOLD);
    expect(await desk.words.printed(desk.till, SAYS_APPROVED)).toEqual([]);
    expect(desk.words.closing()).toEqual([]);
  });

  it('I9 may not stand when the same window prints its slip', async () => {
    const desk = new Desk();
    await desk.isNotRecorded();
    desk.writes(SOLD);
    await desk.words.printed(desk.till, SAYS_APPROVED);
    expect(desk.words.closing()).toEqual([expect.stringContaining('said that it goes back')]);
  });

  it('I9 may not stand when a later window opens and says nothing of it', async () => {
    const desk = new Desk();
    await desk.isNotRecorded();
    desk.words.opens();
    desk.writes(SOLD);
    expect(desk.words.closing()).toEqual([expect.stringContaining('said that it goes back')]);
  });
});

describe('what the bar says is all delivered', () => {
  it('I9 may be so while a yes to a payment that was in doubt is being written', async () => {
    const desk = new Desk();
    desk.writes(IN_DOUBT);
    expect(await desk.concludes(['payment:failed.unknown'])).toEqual([]);
    desk.journals(SOLD);
    expect(await desk.bar.said(desk.till, ALL_SENT, 9_000)).toEqual([]);
    expect(await desk.bar.said(desk.till, ALL_SENT, 9_999)).toEqual([]);
    const late = await desk.bar.said(desk.till, ALL_SENT, 10_001);
    expect(late).toEqual([expect.stringContaining('all is called delivered')]);
  });

  it('I9 may be so while that yes is being written and somebody reads that the bank is asked', async () => {
    const desk = new Desk();
    desk.writes(IN_DOUBT);
    desk.journals(SOLD);
    expect(await desk.concludes(['payment:failed.unknown', 'errors:sale-busy'])).toEqual([]);
  });

  it('I9 is not so from the moment on at which somebody reads that it is sold', async () => {
    const desk = new Desk();
    desk.writes(SOLD);
    const read = await desk.concludes(['payment:paidCash']);
    expect(read).toEqual([expect.stringContaining('all is called delivered')]);
  });
});

describe('what the bar counts', () => {
  it('I9 may be less by a refund that is being undone, and a moment longer; then it is too little', async () => {
    const desk = new Desk();
    desk.writes(SOLD);
    const undone = { key: 'reversal:refund', saleId: 'refund', amountMinor: minor(-500) };
    const { dueMinor } = SOLD.totals;
    const unsent = { ...NO_FIGURES.unsent, count: 2, amountMinor: minor(dueMinor - 500) };
    const says = (nowMs: number) =>
      desk.bar.said(desk.till, { ...ALL_SENT, unsent }, nowMs).then(({ length }) => length);
    desk.rows = [undone as OutboxRow];
    expect(await says(9_000)).toBe(0);
    expect(await says(9_100)).toBe(0);
    desk.rows = [];
    expect(await says(14_000)).toBe(0);
    expect(await says(14_050)).toBe(0);
    expect(await says(14_051)).toBe(1);
  });
});
