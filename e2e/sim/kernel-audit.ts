import { CARD_SEAL_INFO } from '../../shared/contracts/sealed-card.ts';
import { sealContext } from '../../shared/contracts/http-signature.ts';
import { TEST_CHIPS } from '../../shared/domain/emv/test-chips.ts';
import type { JournalRecord } from '../../shared/domain/journal.ts';
import { readsCard, type Payment } from '../../shared/domain/payment.ts';
import { maskedNumber, TEST_CARDS } from '../../shared/domain/test-cards.ts';
import { fromUtf8 } from '../../shared/lib/bytes.ts';
import type { AuditedTill, Auditor } from './auditor.ts';
import { PARAMETERS, SEALING_KEY } from './bank-identity.ts';
import type { BankRecords } from './bank-records.ts';
import { NewRecords } from './journal-view.ts';
import { misjudged, type Decided } from './kernel-rules.ts';
import { unseal } from './sim-crypto.ts';

/** What the journal tells of one card: the counters of its transactions, rising. */
interface CardTold {
  readonly owners: Map<number, string>;
  /** Those that it has approved by itself, and those of which it has heard its bank's yes. */
  readonly offline: Decided[];
  readonly online: number[];
  /** The clock has jumped since the last of them: nobody can say how long ago it was. */
  hasJumped: boolean;
}

/** Two are surely one sale split in two when so far apart at most, by whatever clock (F24). */
const SPLIT_WITHIN_MS = PARAMETERS.offline.maxAgeMs / 2;

const CHIPS = new Map(
  TEST_CHIPS.map((data) => {
    const masked = maskedNumber(data.cardNumber);
    return [masked, { data, face: TEST_CARDS.find((one) => one.maskedNumber === masked) }];
  }),
);

/**
 * Decisions of terminal and chip, looked at from outside (P7, P17, P18): each is made once more by the
 * rules of the field; what the journal explains is what was sealed for the bank; no card counts back or
 * forgets what it has promised; and no PIN pad uses a key twice (P27, I8), whatever was restarted.
 */
export class KernelAudit {
  readonly #bank: BankRecords;
  readonly #journal: NewRecords;
  readonly #till: AuditedTill;
  readonly #judged = new Set<string>();
  readonly #cards = new Map<string, CardTold>();
  /** Of PIN blocks: whose each was. */
  readonly #serials = new Map<string, string>();
  #pinsRead = 0;

  constructor(bank: BankRecords, auditor: Auditor, till: AuditedTill) {
    this.#bank = bank;
    this.#journal = new NewRecords(auditor.journalOf(till));
    this.#till = till;
  }

  /** After every event; quick where nothing was written. */
  afterEvent(): string[] {
    const pins = this.#newPins();
    const { fresh, isAnew } = this.#journal.next();
    if (isAnew) {
      this.#judged.clear();
      this.#cards.clear();
    }
    return [...pins, ...fresh.flatMap((record) => this.#hear(record))];
  }

  #hear({ body }: JournalRecord): string[] {
    if (body.kind === 'sale') return body.sale.payments.flatMap((one) => this.#told(one));
    if (body.kind === 'notice' && body.code === 'clock-jump') {
      for (const told of this.#cards.values()) told.hasJumped = true;
    }
    return [];
  }

  /** As it was decided, and once more whenever something has become of it. */
  #told(payment: Payment): string[] {
    const { id, chip, status, card, core } = payment;
    const key = `${id} ${status.state} ${chip?.steps.length ?? 0}`;
    if (this.#judged.has(key)) return [];
    this.#judged.add(key);
    if (!readsCard(core.kind) || card.entryMode === 'link') return [];
    const { face, data } = CHIPS.get(card.maskedNumber) ?? {};
    const inputs = chip?.inputs;
    const steps = chip?.steps ?? [];
    const [first, second] = steps.flatMap((step) => (step.step === 'cryptogram' ? [step] : []));
    if (!chip || !inputs || !first || !face || !data) {
      return [`P17 nobody can say how ${id} was decided`];
    }
    const decided: Decided = { payment, chip, inputs, first, second, face, data };
    const told = this.#cards.get(card.maskedNumber) ?? newlyTold();
    this.#cards.set(card.maskedNumber, told);
    const owner = told.owners.get(first.transactionCounter ?? 0);
    // A refused promise that is tried again says what its card has said the first time (A14).
    if (owner !== undefined && owner === core.supersedes) return [];
    const seen = [
      ...(owner === undefined ? notSealed(decided) : []),
      ...forgotten(decided, told),
      ...misjudged(decided),
      ...this.#unlikeBank(decided),
    ];
    hears(decided, told);
    return seen.map((what) => `P17 ${id}, ${status.state}: ${what}`);
  }

  /** The bank has opened what was sealed, and has got a PIN where one is wanted. */
  #unlikeBank({ payment, first }: Decided): string[] {
    const { id, status, card } = payment;
    const counter = this.#bank.payments.get(id)?.chipCounter ?? first.transactionCounter;
    const isYes = status.state === 'approved' || status.state === 'approved-in-part';
    const wantsPin = isYes && card.verification === 'online-pin';
    return [
      ...(counter === first.transactionCounter ? [] : [`the bank was told counter ${counter}`]),
      ...(wantsPin && !this.#bank.pins.some(({ paymentId }) => paymentId === id)
        ? ['approved without its PIN']
        : []),
    ];
  }

  /** P27, I8: each key of a PIN pad is for one PIN. */
  #newPins(): string[] {
    const fresh = this.#bank.pins.slice(this.#pinsRead);
    this.#pinsRead = this.#bank.pins.length;
    return fresh
      .filter(({ terminalId }) => terminalId === this.#till.terminalId)
      .flatMap(({ serial, paymentId }) => {
        const other = this.#serials.get(serial) ?? paymentId;
        this.#serials.set(serial, other);
        return other === paymentId
          ? []
          : [`I8 the PINs of ${other} and ${paymentId} are under the same key ${serial}`];
      });
  }
}

const newlyTold = (): CardTold => ({
  owners: new Map(),
  offline: [],
  online: [],
  hasJumped: false,
});

function hears(decided: Decided, told: CardTold): void {
  const { owners, offline, online } = told;
  const { payment, first, second, inputs, chip } = decided;
  const counter = first.transactionCounter ?? 0;
  if (!owners.has(counter)) {
    owners.set(counter, payment.id);
    if (chip.code === 'Y1' || chip.code === 'Y3') {
      offline.push(decided);
      told.hasJumped = false;
    }
  }
  if (inputs.isLineUsable && second?.given === 'TC') online.push(counter);
}

/** I8, F24, F25: what a card remembers is never less than what the journal says of it. */
function forgotten({ payment, first, inputs }: Decided, told: CardTold): string[] {
  const { state } = inputs.chip;
  const counter = first.transactionCounter ?? 0;
  const owner = told.owners.get(counter);
  const highest = Math.max(0, ...told.owners.keys());
  const isBefore = (one: number): boolean => one < counter;
  const before = told.offline.filter((one) => isBefore(one.first.transactionCounter ?? 0));
  const since = before.filter(
    (one) => (one.first.transactionCounter ?? 0) > state.lastOnlineCounter,
  );
  const promisedMinor = since.reduce((sum, one) => sum + one.payment.core.amountMinor, 0);
  const last = before.at(-1)?.payment.createdAtMs;
  const isRecent = last !== undefined && payment.createdAtMs - last < SPLIT_WITHIN_MS;
  const isSplit = isRecent && !told.hasJumped;
  const facts: readonly (readonly [boolean, string])[] = [
    [counter !== state.transactionCounter + 1, `its counter ${counter} is not the next one`],
    [owner !== undefined && owner !== payment.id, `its counter ${counter} is that of ${owner}`],
    [owner === undefined && counter < highest, `its counter went back to ${counter}`],
    [
      Math.max(0, ...told.online.filter(isBefore)) > state.lastOnlineCounter,
      'its bank’s yes is forgotten',
    ],
    [state.offlineCount < since.length, 'its own yes is not counted'],
    [state.offlineAmountMinor < promisedMinor, 'what it has promised is not added up'],
    [isSplit && inputs.transaction.lastAmountMinor === 0, 'the sale before is forgotten'],
  ];
  return facts.flatMap(([isSo, what]) => (isSo ? [what] : []));
}

/** I9: the results, the counter and a cryptogram of the journal are those that the bank can open. */
function notSealed({ payment: { core }, chip, first, second }: Decided): string[] {
  const opened = unseal(SEALING_KEY, CARD_SEAL_INFO, sealContext(core), core.sealedCard);
  const text = opened === null ? '' : fromUtf8(opened);
  const counter = (first.transactionCounter ?? 0).toString(16).padStart(4, '0');
  const isIn = [`9505${chip.verificationResults}`, `9f3602${counter}`].every((one) =>
    text.includes(one),
  );
  const hasGiven = [first, second].some((one) => text.includes(`9f2608${one?.cryptogram ?? '?'}`));
  return isIn && hasGiven ? [] : ['what is explained is not what was sealed'];
}
