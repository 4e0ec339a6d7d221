import type { BatchRecord } from '../../shared/domain/settlement-records.ts';
import { DEMO_MERCHANT } from '../../shared/domain/demo-merchant.ts';
import { maskedNumber, TEST_CARDS } from '../../shared/domain/test-cards.ts';
import type { PublicKeyJwk, SaleReport } from '../../shared/contracts/bank-api.ts';
import { present } from '../../shared/lib/assert.ts';
import type { TerminalKeys } from '../../bank-api/domain/device-keys.ts';
import type { StoredPayLink } from '../../bank-api/domain/pay-links.ts';
import { fundingPosting } from '../../bank-api/domain/postings.ts';
import {
  applyChanges,
  type Books,
  type CardHold,
  type CardAccount,
  type Change,
  type Posting,
  type SecurityEventKind,
  type StoredPayment,
  type StoredCashReturn,
  type StoredReport,
} from '../../bank-api/domain/records.ts';
import { cardHashOf, pinHashOf } from '../../bank-api/security/sealed-cards.ts';
import { BANK_KEYS } from './bank-identity.ts';
import { terminalWith, type BankTerminal } from './bank-terminal.ts';
import type { Dice } from './dice.ts';
import type { SimSignature } from './sim-signatures.ts';

export interface SimSettlement {
  readonly terminalId: string;
  readonly batchNumber: number;
  uploaded: readonly BatchRecord[];
  settledWith: readonly BatchRecord[] | null;
}

/** A request of which the bank has said whose signature it is, before it has read what it says. */
export interface SignedRequest {
  readonly terminalId: string;
  readonly path: string;
  readonly signature: string;
  /** What was signed. */
  readonly base: string;
  readonly isTaken: boolean;
}

/** A PIN that came, by the key that its pad has sealed it with (AES DUKPT). */
export interface HeardPin {
  readonly terminalId: string;
  readonly paymentId: string;
  readonly serial: string;
}

export interface Alarm {
  readonly kind: SecurityEventKind;
  readonly detail: string;
}

const CARD_LIMIT_MINOR = 2_000_000n;

/** All that the bank has ever written down; it outlives every fault. */
export class BankRecords {
  readonly terminals = new Map<string, BankTerminal>();
  readonly payments = new Map<string, StoredPayment>();
  readonly cards = new Map<string, CardAccount>();
  readonly reports = new Map<string, StoredReport>();
  /** The reports themselves, by sale. */
  readonly sales = new Map<string, SaleReport>();
  readonly reportedSales = new Map<string, string>();
  readonly cashReturns = new Map<string, StoredCashReturn>();
  readonly voidNumbers = new Map<string, number>();
  /** What is held on cards, by the id of its payment; also where its time is over. */
  readonly holds = new Map<string, CardHold>();
  /** Day ends, by id; what each was settled with (P22). */
  readonly settlements = new Map<string, SimSettlement>();
  /** By the id of the payment that their customers make. */
  readonly payLinks = new Map<string, StoredPayLink>();
  /** By payment. */
  readonly signatures = new Map<string, SimSignature>();
  /** Payments whose signature it has said no to, whatever was drawn. */
  readonly misread = new Set<string>();
  readonly postings = new Map<string, Posting>();
  /** Given out since the first activation, by code; `usedBy` is the id of a key. */
  readonly codes = new Map<string, { readonly terminalId: string; usedBy: string | null }>();
  /** By terminal, who is told that its first key is lost with a part of the books. */
  readonly lostKey = new Map<string, () => void>();
  readonly alarms: Alarm[] = [];
  readonly signed: SignedRequest[] = [];
  readonly pins: HeardPin[] = [];
  /** Whoever issued the cards does not answer this bank. */
  issuerDown = false;
  /** Raised with each change, for whoever looks for something new. */
  version = 0;
  readonly #dice: Dice;

  constructor(dice: Dice) {
    this.#dice = dice;
    for (const card of TEST_CARDS) {
      const cardHash = cardHashOf(BANK_KEYS, card.number);
      const availableMinor = BigInt(card.account.balanceMinor);
      this.cards.set(cardHash, {
        cardHash,
        id: card.id,
        expiry: card.expiry,
        standing: card.account.standing,
        verification: card.verification === 'online-pin' ? 'online-pin' : 'none',
        pinHash: pinHashOf(BANK_KEYS, cardHash, card.pin),
        wrongPins: 0,
        limitMinor: CARD_LIMIT_MINOR,
        availableMinor,
        heldMinor: 0n,
        approvesInPart: card.account.approvesInPart ?? false,
        yesIsDefective: card.account.yesIsDefective ?? false,
      });
      this.#post(fundingPosting(maskedNumber(card.number), card.id, availableMinor));
    }
  }

  /** A copy for the rules to judge with: only `write` makes true what they say. */
  booksOf(terminal: BankTerminal, nowMs: number): Books {
    this.#letLapsedGo(nowMs);
    return this.#books(terminal, nowMs, (map) => new Map(map));
  }

  /** What the database's constraints would refuse is an error of the rules. */
  write(terminal: BankTerminal, changes: readonly Change[]): void {
    if (changes.length === 0) return;
    this.version += 1;
    for (const change of changes) {
      if (change.type === 'posting') this.#post(change.posting);
      if (change.type === 'hold' && change.stands) this.holds.set(change.hold.id, change.hold);
      if (change.type === 'hold' && !change.stands) this.holds.delete(change.hold.id);
      if (change.type === 'security-event') this.alarm(change.kind, change.detail);
      if (change.type === 'report') this.sales.set(change.report.saleId, change.report);
      if (change.type === 'number' && terminal.numbers.has(change.number)) {
        throw new Error(`terminal ${terminal.id}: number ${change.number} is taken`);
      }
    }
    applyChanges(
      this.#books(terminal, 0, (map) => map),
      changes,
    );
  }

  /** Somebody pays money into the account of this card. */
  fund(cardId: string, addedMinor: bigint): void {
    for (const [hash, card] of this.cards) {
      if (card.id !== cardId) continue;
      this.version += 1;
      this.cards.set(hash, { ...card, availableMinor: card.availableMinor + addedMinor });
      this.#post(fundingPosting(`funding ${this.postings.size} of ${cardId}`, cardId, addedMinor));
    }
  }

  alarm(kind: SecurityEventKind, detail: string): void {
    this.version += 1;
    this.alarms.push({ kind, detail });
  }

  /** Whose signature a request has, or that it is nobody's. */
  noteSigned(request: SignedRequest): void {
    this.signed.push(request);
  }

  /** The till's word that everything up to this number has arrived (P2). */
  declare(terminal: BankTerminal, deliveredUpTo: number): void {
    if (deliveredUpTo <= terminal.declaredUpTo) return;
    this.version += 1;
    terminal.declaredUpTo = deliveredUpTo;
  }

  newTerminal(id: string, tillNumber: string, devicePublicKey: PublicKeyJwk): BankTerminal {
    const terminal = terminalWith(id, tillNumber, devicePublicKey);
    this.terminals.set(id, terminal);
    return terminal;
  }

  /** A till's next key is brought, or takes the place of the first. */
  setKeys(terminal: BankTerminal, keys: TerminalKeys<PublicKeyJwk>): void {
    this.version += 1;
    terminal.keys = keys;
  }

  /** Its books are put back to what they were before the next key was brought. */
  forgetNextKey(terminal: BankTerminal): void {
    const { first, next } = terminal.keys;
    if (next !== null) terminal.forgotten = [...terminal.forgotten, next];
    this.setKeys(terminal, { first, next: null });
    // A till that has given up the first has no other: its bringing may have arrived once more, late.
    this.lostKey.get(terminal.id)?.();
  }

  /** The next key has signed: it is the first from now on. */
  promoteNextKey(terminal: BankTerminal, next: PublicKeyJwk): void {
    terminal.former = terminal.keys.first;
    this.setKeys(terminal, { first: next, next: null });
    this.#forgetUnusedCodes(terminal.id);
  }

  /** Its books are put back to what they were before its renewal, which is through (P25). */
  forgetFirstKey(terminal: BankTerminal): void {
    const { former, keys, id } = terminal;
    if (former === null) return;
    terminal.forgotten = [...terminal.forgotten, keys.first];
    terminal.former = null;
    this.setKeys(terminal, { first: former, next: null });
    this.lostKey.get(id)?.();
  }

  /** Codes that were not used die with a new one. */
  issueCode(terminalId: string, code: string, isReleased: boolean): void {
    this.#forgetUnusedCodes(terminalId);
    this.codes.set(code, { terminalId, usedBy: null });
    if (isReleased) this.terminal(terminalId).isReleased = true;
  }

  /** A key came with a code. */
  enrol(terminal: BankTerminal, key: PublicKeyJwk): void {
    terminal.forgotten = terminal.forgotten.filter(({ x }) => x !== key.x);
    terminal.former = null;
    terminal.isReleased = false;
    terminal.enrolled += 1;
    this.setKeys(terminal, { first: key, next: null });
    this.alarm('activation-repeated', terminal.id);
  }

  terminal(id: string): BankTerminal {
    return present(this.terminals.get(id), `terminal ${id}`);
  }

  #forgetUnusedCodes(terminalId: string): void {
    for (const [code, issued] of this.codes) {
      if (issued.terminalId === terminalId && issued.usedBy === null) this.codes.delete(code);
    }
  }

  #books(
    { id, numbers, traces, chipCounters }: BankTerminal,
    nowMs: number,
    taken: <Key, Row>(map: Map<Key, Row>) => Map<Key, Row>,
  ): Books {
    return {
      merchantId: DEMO_MERCHANT.merchantId,
      terminalId: id,
      currency: 'CNY',
      nowMs,
      issuerDown: this.issuerDown,
      digits: (count) =>
        Array.from({ length: count }, () => String(this.#dice.between(0, 9))).join(''),
      payments: taken(this.payments),
      cards: taken(this.cards),
      numbers: taken(numbers),
      traces: taken(traces),
      reports: taken(this.reports),
      reportedSales: taken(this.reportedSales),
      cashReturns: taken(this.cashReturns),
      voidNumbers: taken(this.voidNumbers),
      chipCounters: taken(chipCounters),
    };
  }

  /** What is held on a card changes by time alone, too. */
  #letLapsedGo(nowMs: number): void {
    if (this.holds.size === 0) return;
    for (const [hash, card] of this.cards) {
      const held = [...this.holds.values()].filter(
        ({ cardHash, lapsesAtMs }) => cardHash === hash && lapsesAtMs > nowMs,
      );
      const heldMinor = held.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
      if (heldMinor !== card.heldMinor) this.cards.set(hash, { ...card, heldMinor });
    }
  }

  #post(posting: Posting): void {
    if (this.postings.has(posting.id)) throw new Error(`posting ${posting.id} is there already`);
    this.postings.set(posting.id, posting);
  }
}
