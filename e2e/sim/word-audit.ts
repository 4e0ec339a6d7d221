import { CLAIMS } from '../../renderer/i18n/claims.ts';
import { claimsIn, type Claim } from '../../renderer/i18n/claim-words.ts';
import type { Payment, PaymentState } from '../../shared/domain/payment.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import type { AuditedTill, Auditor } from './auditor.ts';
import type { BankRecords } from './bank-records.ts';
import type { Slip } from './machine.ts';
import type { Words } from './screen.ts';
import { isSale, OPEN, whole, WordFactsReader, type About, type WordFacts } from './word-facts.ts';

const TAKEN_BACK: readonly string[] = ['reversing', 'reversed'];
const LINK_OPEN: readonly string[] = ['asked', 'open'];

/**
 * Holds what is on the screen against both copies and the bank's books (I9). Some of it is said for
 * good: that nothing is charged is watched from then on, that money goes back is looked at in the end.
 */
export class WordAudit {
  readonly facts: WordFactsReader;
  readonly #bank: BankRecords;
  readonly #auditor: Auditor;
  /** By payment, who said so. */
  readonly #neverCharged = new Map<string, string>();
  readonly #neverSent = new Map<string, string>();
  readonly #goesBack = new Map<string, string>();
  /** Unless a window that opens later asks the bank and says what became of it (P5). */
  readonly #willGoBack = new Map<string, { readonly word: string; readonly windows: number }>();
  #windows = 0;
  #seenVersion = -1;

  constructor(bank: BankRecords, auditor: Auditor) {
    this.facts = new WordFactsReader(bank, auditor);
    this.#bank = bank;
    this.#auditor = auditor;
  }

  /** A window opens: what the one before it was about to do, it may do no more. */
  opens(): void {
    this.#windows += 1;
  }

  async said(till: AuditedTill, words: Words, about: About): Promise<string[]> {
    if (!words.some((word) => CLAIMS[word] !== undefined)) return [];
    const facts = await this.facts.read(till, about);
    return words.flatMap((word) =>
      (CLAIMS[word] ?? []).flatMap((claim) => {
        const problem = this.#judge(claim, till, facts, word);
        return problem === null ? [] : [`I9 ${word} says ${claim}, but ${problem}`];
      }),
    );
  }

  /** What stands on paper, by its words. */
  async printed(till: AuditedTill, { saleId, lines }: Slip): Promise<string[]> {
    const facts = await this.facts.read(till, whole(saleId));
    const claims = claimsIn(lines.join(''), 'zh-CN');
    // Whoever holds it in hands knows what became of the card, as whoever reads that it is sold.
    if (claims.includes('bank-yes')) this.#isSettled(facts.sale?.payments.filter(isApproved));
    return claims.flatMap((claim) => {
      const problem = this.#judge(claim, till, facts, 'slip');
      return problem === null ? [] : [`I9 a slip says ${claim}, but ${problem}`];
    });
  }

  /** What was said for good is still so. */
  afterEvent(): string[] {
    if (this.#bank.version === this.#seenVersion) return [];
    this.#seenVersion = this.#bank.version;
    const charged = [...this.#neverCharged].filter(([id]) => this.#auditor.isStanding(id));
    const sent = [...this.#neverSent].filter(([id]) => this.#hasArrived(id));
    for (const [id] of charged) this.#neverCharged.delete(id);
    for (const [id] of sent) this.#neverSent.delete(id);
    return [
      ...charged.map(([id, word]) => `I9 ${word} said that nothing is charged; ${id} stands`),
      ...sent.map(([id, word]) => `I9 ${word} said that nothing was sent; the bank has ${id}`),
    ];
  }

  closing(): string[] {
    const willGoBack = [...this.#willGoBack].map(([id, { word }]) => [id, word] as const);
    return [...this.#goesBack, ...willGoBack]
      .filter(([id]) => this.#auditor.isStanding(id))
      .map(([id, word]) => `I9 ${word} said that it goes back; ${id} stands`);
  }

  /** Null where it is so. Said with more care than is needed is no fault here. */
  #judge(claim: Claim, till: AuditedTill, facts: WordFacts, word: string): string | null {
    const { sale, payment } = facts;
    switch (claim) {
      case 'no-charge':
        return this.#nobodyIsCharged(facts.tried(), word);
      case 'not-sent':
        return this.#nothingArrives(this.#notGoneBack(facts), word);
      case 'given-back':
        return this.#goesBackNow(facts, word);
      case 'will-go-back':
        for (const id of facts.tried()) {
          this.#willGoBack.set(id, { word, windows: this.#windows });
        }
        return null;
      case 'no-step':
        return facts.hasNewRecord() ? 'the journal tells of it' : null;
      case 'kept':
      case 'noted':
        return facts.hasNewRecord() || sale?.state === 'completed'
          ? null
          : 'the journal does not tell of it';
      case 'booked':
        // Approved after all, and recorded: what was to go back is sold.
        if (payment !== undefined && isApproved(payment)) this.#isSettled([payment]);
        return facts.hasNewRecord() && facts.isInBothCopies() ? null : 'a copy lacks it';
      case 'not-paid':
        // Of a try to make up for a loss it is the try that counts as not paid, not the sale.
        return sale?.state === 'completed' && !this.#isRefused(payment) && !isLossTryGoingBack(sale)
          ? 'the journal says that it is sold'
          : null;
      case 'sold':
        // Sold by whichever try, of this step or of one before a start: whoever reads it knows.
        this.#isSettled(facts.ofSale().map((id) => ({ id })));
        return sale?.state === 'completed' ? null : `the journal says ${sale?.state ?? 'nothing'}`;
      case 'voided':
        return sale?.state === 'voided' ? null : `the journal says ${sale?.state ?? 'nothing'}`;
      case 'bank-yes':
        return this.#areStanding(word === 'slip' ? yesesOf(sale) : [payment?.id ?? ''])
          ? null
          : 'it does not stand at the bank';
      case 'bank-no':
        // Of a card that no record tells of: what paid another part before is not what is spoken of.
        return payment !== undefined && facts.tried().includes(payment.id)
          ? this.#saidNo(payment)
          : null;
      case 'written-off':
        return facts.isWrittenOff() ? null : 'no supervisor has decided it';
      case 'recovered':
        if (sale?.recoveredInCash !== undefined) return null;
        return this.#auditor.standingOf(sale) === undefined ? 'none of it stands' : null;
      case 'in-drawer':
        if (sale?.recoveredInCash !== undefined) return null;
        return sale?.tenders.some(({ kind }) => kind === 'cash') === true ? null : 'there is none';
      case 'unknown':
        return word.startsWith('payment:failed') ||
          sale?.payments.some(isOpen) === true ||
          // Its customer may be paying by the link at this moment (P13).
          sale?.payLinks?.some(({ status }) => LINK_OPEN.includes(status.state)) === true ||
          !facts.isInBothCopies()
          ? null
          : 'everything of it is settled';
      case 'cards-locked':
        return till.cardsLocked() ? null : 'they are not';
      case 'nothing-owed':
        return facts.owesReversal ? 'a reversal waits' : null;
      case 'reported':
        return this.#isReported(sale) ? null : 'the bank has no report';
      default:
        return null;
    }
  }

  /** A refund in cash is told by what went back. */
  #isReported(sale: Sale | undefined): boolean {
    const { sales, cashReturns } = this.#bank;
    return sales.has(sale?.id ?? '') || cashReturns.has(sale?.report?.id ?? '');
  }

  #areStanding(ids: readonly string[]): boolean {
    return ids.length > 0 && ids.every((id) => this.#auditor.isStanding(id));
  }

  /** By another window than the one that said it goes back: that one has to keep its word. */
  #isSettled(payments: readonly Pick<Payment, 'id'>[] = []): void {
    for (const { id } of payments) {
      const said = this.#willGoBack.get(id);
      if (said !== undefined && said.windows < this.#windows) this.#willGoBack.delete(id);
    }
  }

  /** An earlier try that the bank has taken back on the way to this one was another one. */
  #notGoneBack({ sale, tried }: WordFacts): readonly string[] {
    const isBack = (id: string): boolean =>
      this.#bank.payments.has(id) &&
      !this.#auditor.isStanding(id) &&
      TAKEN_BACK.includes(sale?.payments.find((one) => one.id === id)?.status.state ?? '');
    return tried().filter((id) => !isBack(id));
  }

  #nobodyIsCharged(tried: readonly string[], word: string): string | null {
    for (const id of tried) this.#neverCharged.set(id, word);
    const standing = tried.find((id) => this.#auditor.isStanding(id));
    return standing === undefined ? null : `${standing} stands at the bank`;
  }

  #nothingArrives(tried: readonly string[], word: string): string | null {
    for (const id of tried) this.#neverSent.set(id, word);
    const there = tried.find((id) => this.#hasArrived(id));
    return there === undefined ? null : `the bank has ${there}`;
  }

  /** What the bank knows by its reversal alone has never been sent. */
  #hasArrived(id: string): boolean {
    const payment = this.#bank.payments.get(id);
    return payment !== undefined && payment.state !== 'tombstone';
  }

  #goesBackNow({ sale, ...facts }: WordFacts, word: string): string | null {
    const tried = facts.tried();
    const back = (sale?.payments ?? []).filter(
      ({ id, status }) => tried.includes(id) && TAKEN_BACK.includes(status.state),
    );
    for (const { id } of back) this.#goesBack.set(id, word);
    return back.length > 0 ? null : 'the journal knows of no reversal';
  }

  /** A promise that the bank has heard of and not taken. */
  #isRefused(payment: Payment | undefined): boolean {
    const id = payment?.id ?? '';
    return this.#bank.payments.has(id) && !this.#auditor.isStanding(id);
  }

  #saidNo(payment: Payment | undefined): string | null {
    if (payment === undefined || TAKEN_BACK.includes(payment.status.state)) return null;
    return this.#auditor.isStanding(payment.id) ? `${payment.id} stands at the bank` : null;
  }
}

/** A slip speaks of each tender by itself: a part by one card, the rest by another or promised (A17). */
function yesesOf(sale: Sale | undefined): readonly string[] {
  const yeses = (sale?.payments ?? []).filter(({ status }) => YES.has(status.state));
  const taken = yeses.map(({ core }) => core.originalId);
  const purchases = yeses.filter((one) => isSale(one) && !taken.includes(one.id));
  // What a delivery has told of a promise stands in no record of the sale: its last payment is meant.
  const meant = purchases.length > 0 ? purchases : (sale?.payments ?? []).filter(isSale).slice(-1);
  return meant.map(({ id }) => id);
}

const YES: ReadonlySet<PaymentState> = new Set(['approved', 'approved-in-part', 'posted']);

/** In part too: the part counts, and whoever pays the rest reads so. */
const isApproved = ({ status }: Payment): boolean =>
  status.state === 'approved' || status.state === 'approved-in-part';

/** It was to make up for a refused promise: what it supersedes was never taken back itself (P7). */
function isLossTryGoingBack({ payments }: Sale): boolean {
  const isBack = ({ status }: Payment): boolean => TAKEN_BACK.includes(status.state);
  const promises = payments.filter((payment) => !isBack(payment)).map(({ id }) => id);
  return payments.some(
    (payment) => isBack(payment) && promises.includes(payment.core.supersedes ?? ''),
  );
}

function isOpen(payment: Payment | undefined): boolean {
  return payment !== undefined && OPEN.includes(payment.status.state);
}
