import { v7 } from 'uuid';
import { PROGRAM_VERSION } from '../../shared/contracts/program-version.ts';
import type { Approval, SupervisedAct } from '../../shared/contracts/supervised-acts.ts';
import type { CardPresentation, PresentCard } from '../../shared/contracts/card-presentation.ts';
import { PIN_PAD_KEYS } from '../../shared/contracts/pin-pad-keys.ts';
import type { IpcChannel } from '../../shared/contracts/ipc-contract.ts';
import type { JournalOpening } from '../../shared/contracts/journal-copies.ts';
import type {
  Counters,
  Head,
  JournalBody,
  JournalDraft,
  JournalRecord,
  JournalSeal,
} from '../../shared/domain/journal.ts';
import type { PaymentCore } from '../../shared/domain/payment.ts';
import { TEST_CARDS } from '../../shared/domain/test-cards.ts';
import { ordinary, settled, toldOfJournal } from './window-habits.ts';
import type { Letter } from './window-letters.ts';

/** Which till the window stands before, and what a day's records look like. */
export interface WindowFacts {
  readonly terminalId: string;
  readonly merchantId: string;
  readonly bankUrl: string;
  /** Bodies as the real services have written them. */
  readonly bodies: readonly JournalBody[];
}

const MOST_REMEMBERED = 16;
const NO_COUNTERS: Counters = { transaction: 0, batch: 0, trace: 0, sale: 0 };

/**
 * What a window knows by now, so that what it says is nearly right: approvals that it was given and
 * has used, cards that were read, records that it has read back, and where the journal stands.
 */
export class WindowMemory {
  readonly #facts: WindowFacts;
  readonly #approvals: (Approval & { readonly act: SupervisedAct })[] = [];
  readonly #cards: { readonly core: PresentCard['core']; readonly sealedCard: string }[] = [];
  readonly #payments: PaymentCore[] = [];
  /** Of the card that was laid on the reader last, whether it was read or wants a PIN. */
  #presentedId = v7();
  #records: readonly JournalRecord[] = [];
  /** Signed by this till: the only one that it reads as its own. */
  #slipCode = '79';
  #head: Pick<Head, 'number' | 'epoch' | 'counters'> = {
    number: 0,
    epoch: 1,
    counters: NO_COUNTERS,
  };

  constructor(facts: WindowFacts) {
    this.#facts = facts;
  }

  /** A message that is right, or nearly. */
  good({ channel, about, which }: Letter): unknown {
    const pick = <Value>(values: readonly Value[]): Value => values[about % values.length] as Value;
    const { number } = this.#head;
    const reason = pick(['asked for', '客人要求', 'x']);
    switch (channel) {
      case 'activate':
        return { code: '0000-0000-0000-0000-0000-0000-0000-0000', bankUrl: this.#facts.bankUrl };
      case 'moveToBank':
      case 'reactivate':
      case 'protectKeys':
      case 'renewKey':
        return settled(channel, pick([this.#facts.bankUrl, 'http://127.0.0.1:9', 'nowhere', '']), {
          settings: this.#approval('change-settings', which),
          keys: this.#approval('protect-keys', which),
        });
      case 'readJournal':
      case 'readChain':
        return {
          from: pick([1, Math.max(1, number), number + 1, 2]),
          limit: pick([1, 500, 2_000]),
        };
      case 'appendJournal':
        return this.#drafts(about, which);
      case 'compareJournal':
      case 'offerJournal':
        return this.#copies(which);
      case 'repairJournal':
        return { bank: this.#bankKnows(about, which) };
      case 'quarantineJournal':
        return { records: this.#copies(which), detail: pick(['database: record 1', '']) };
      case 'authorise':
        return { core: this.#core(about, which), attempt: this.#attempt() };
      case 'askBalance': {
        const { id, currency, terminalId, merchantId, sealedCard } = this.#core(about, which);
        const core = { id, currency, terminalId, merchantId, sealedCard };
        return { core, attempt: this.#attempt() };
      }
      case 'reverse':
        return { core: this.#core(about, which), reason: 'given-up', attempt: this.#attempt() };
      case 'askPayLink':
      case 'withdrawPayLink': {
        const core = { ...this.#core(about, which), sealedCard: '', supersedes: v7() };
        return { core, attempt: this.#attempt() };
      }
      case 'askSlip':
      case 'query': {
        const { id, amountMinor } = this.#core(about, which);
        return { id, amountMinor };
      }
      case 'upload':
        return this.#batch(about, which);
      case 'uploadSignature':
        return this.#signature(about, which);
      case 'signOn':
        return {
          operatorId: '01',
          appVersion: PROGRAM_VERSION,
          deliveredUpTo: 0,
          lastTransactionNumber: this.#head.counters.transaction,
          batchNumber: this.#head.counters.batch,
        };
      case 'echo':
        return { deliveredUpTo: pick([0, 1, 1_000_000]) };
      case 'forceOffline':
        return { on: which % 2 === 0, approvalId: this.#approval('force-offline', which), reason };
      case 'presentCard':
        return this.#card(about, which);
      case 'readSlip':
        return which % 2 === 0 ? this.#slipCode : ordinary(channel, about, which);
      case 'pressPinKey':
        return { paymentId: this.#presentedId, key: PIN_PAD_KEYS[which % PIN_PAD_KEYS.length] };
      case 'unlockCards':
        return { approvalId: this.#approval('unlock-cards', which), reason };
      default:
        return ordinary(channel, about, which);
    }
  }

  /** What the host has answered with a yes. */
  heard(channel: IpcChannel, said: unknown, value: unknown): void {
    switch (channel) {
      case 'approve':
        remember(this.#approvals, {
          ...(value as Approval),
          act: (said as { act: SupervisedAct }).act,
        });
        break;
      case 'presentCard': {
        const { sealedCard } = value as CardPresentation;
        remember(this.#cards, { core: (said as PresentCard).core, sealedCard });
        break;
      }
      case 'signSlip':
        this.#slipCode = value as string;
        break;
      case 'authorise':
        remember(this.#payments, (said as { readonly core: PaymentCore }).core);
        break;
      case 'readJournal':
        this.#records = (value as readonly JournalRecord[]).slice(-MOST_REMEMBERED);
        break;
      case 'openJournal':
      case 'repairJournal':
        this.#head = (value as Pick<JournalOpening, 'head'>).head;
        break;
      case 'appendJournal': {
        const seal = (value as readonly JournalSeal[]).at(-1);
        const counters = (said as readonly JournalDraft[]).at(-1)?.counters;
        if (seal !== undefined && counters !== undefined) this.#head = { ...seal, counters };
        break;
      }
      default:
        break;
    }
  }

  #approval(act: SupervisedAct, which: number): string {
    const given = this.#approvals.filter((one) => one.act === act).at(-1)?.approvalId;
    const other = this.#approvals.find((one) => one.act !== act)?.approvalId;
    return [given, given, given, other, 'made-up'][which % 5] ?? '';
  }

  #drafts(about: number, which: number): readonly unknown[] {
    const { counters } = this.#head;
    const next = (steps: number): Counters => ({
      transaction: counters.transaction + steps,
      batch: Math.max(1, counters.batch),
      trace: counters.trace + steps,
      sale: counters.sale + steps,
    });
    const numbers = [next(1), next(1), next(1), next(0), NO_COUNTERS, next(-1)][which % 6];
    const count = 1 + (which % 3);
    return Array.from({ length: count }, (_, i) => ({
      atMs: Date.now() + i,
      counters: numbers,
      body: this.#body(about + i, which),
    }));
  }

  #body(about: number, which: number): unknown {
    const { bodies } = this.#facts;
    const own: readonly unknown[] = [
      { kind: 'notice', code: 'test', detail: 'from a window' },
      { kind: 'notice', code: 'cards-locked', detail: 'because I say so' },
      { kind: 'drawer-opened', saleId: v7() },
      { kind: 'printed', saleId: v7(), copyNumber: 1 },
      { kind: 'numbers-missing', again: [], lost: [1, 2] },
      { kind: 'batch-opened', batchNumber: 1, parametersVersion: 1 },
      { kind: 'operator', act: 'signed-in', operatorId: '00' },
      { kind: 'force-offline', on: true, supervisorId: '00', reason: 'mine' },
      { kind: 'new-epoch', reason: 'damage', lostFrom: 1, lostTo: 1_000 },
      {
        kind: 'supervisor-act',
        act: 'unlock-cards',
        supervisorId: '00',
        approvalId: this.#approval('unlock-cards', which),
        reason: 'mine',
        outboxKey: '',
        saleId: '',
      },
    ];
    const all = [...bodies, ...own];
    return all[about % all.length];
  }

  /** Copies as a database has them: those that were read, some under another number or epoch. */
  #copies(which: number): readonly unknown[] {
    const [first] = this.#records;
    if (first === undefined) return [{ number: 1 }];
    return [
      this.#records,
      [first],
      [{ ...first, number: first.number + 1 }],
      [{ ...first, epoch: first.epoch - 1 }],
      [{ ...first, mac: '0'.repeat(64) }],
    ][which % 5] as readonly unknown[];
  }

  #bankKnows(about: number, which: number): unknown {
    const { number, epoch, counters } = this.#head;
    const reason = which % 2 === 0 ? 'rollback' : 'fork';
    const { transaction } = counters;
    return [
      null,
      null,
      { epoch, number, transaction, reason },
      { epoch: epoch - 1, number: 0, transaction: 0, reason },
      { epoch: epoch + 1, number: number + 5, transaction: transaction + 5, reason },
      { epoch, number: Number.MAX_SAFE_INTEGER - 3, transaction, reason },
      { epoch, number, transaction: Number.MAX_SAFE_INTEGER - 3, reason },
      { epoch: Number.MAX_SAFE_INTEGER - 3, number, transaction, reason },
    ][about % 8];
  }

  #card(about: number, which: number): PresentCard {
    const card = TEST_CARDS[about % TEST_CARDS.length];
    const { terminalId } = this.#facts;
    this.#presentedId = v7();
    return {
      cardId: card?.id ?? '',
      core: {
        id: this.#presentedId,
        amountMinor: 200 as PaymentCore['amountMinor'],
        currency: 'CNY',
        terminalId,
      },
      lineUsable: which % 3 > 0,
    };
  }

  /** A payment that was named before, or a new one with a card that was read for it. */
  #core(about: number, which: number): PaymentCore {
    const known = this.#payments[which % Math.max(1, this.#payments.length)];
    if (about % 3 === 0 && known !== undefined) return known;
    const card = this.#cards[which % Math.max(1, this.#cards.length)];
    const { transaction, trace } = this.#head.counters;
    const { terminalId, merchantId } = this.#facts;
    return {
      kind: 'purchase',
      id: v7(),
      saleId: v7(),
      amountMinor: 200 as PaymentCore['amountMinor'],
      currency: 'CNY',
      terminalId,
      merchantId,
      transactionNumber: Math.max(1, transaction + (which % 5 === 0 ? about % 50 : 0)),
      batchNumber: 1,
      traceNumber: trace + 1,
      sealedCard: '',
      ...card?.core,
      ...(card === undefined ? {} : { sealedCard: card.sealedCard }),
    };
  }

  #attempt() {
    return { sentAtMs: Date.now(), operatorId: '01', deliveredUpTo: 0 };
  }

  /** Of a payment that the bank has said something to; of a made-up one where there is none. */
  #signature(about: number, which: number): unknown {
    const known = this.#payments[which % Math.max(1, this.#payments.length)];
    const { id: paymentId, saleId } = known ?? this.#core(about, which);
    return { paymentId, saleId, signedAtMs: 1, operatorId: '01', strokes: [[1, 2, 3, 4]] };
  }

  #batch(about: number, which: number): unknown {
    const { counters } = this.#head;
    const items = [
      {
        kind: 'stored-payment',
        core: this.#core(about, which),
        promise: { takenAtMs: Date.now(), kind: 'stored', code: '', certificate: '' },
      },
      {
        kind: 'void-number',
        id: v7(),
        transactionNumber: Math.max(1, counters.transaction - (which % 2)),
        reason: 'test',
      },
    ];
    const journal = toldOfJournal(which, this.#head, this.#records[0]);
    return { batchId: v7(), items, deliveredUpTo: 0, operatorId: '01', journal };
  }
}

function remember<Value>(list: Value[], value: Value): void {
  list.push(value);
  if (list.length > MOST_REMEMBERED) list.shift();
}
