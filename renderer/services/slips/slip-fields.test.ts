import { describe, expect, it } from 'vitest';
import type { PrintJob } from '../../../shared/contracts/host.ts';
import type { ChipRecord } from '../../../shared/domain/emv/chip-record.ts';
import type { ReceiptWords } from '../../../shared/domain/receipt-words.ts';
import type { PaymentStatus } from '../../../shared/domain/payment.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { NOTHING_SETTLED, type Settlement } from '../../../shared/domain/settlement.ts';
import {
  SAMPLE_HOLD,
  SAMPLE_STATUS,
  SAMPLE_TIME_MS,
  sampleCardSale,
  sampleHold,
  samplePayment,
  sampleRefund,
} from '../../../shared/domain/testing/sample-sale.ts';
import { ok } from '../../../shared/lib/result.ts';
import { createMemoryTillStore } from '../../db/memory-till-store.ts';
import { RECEIPT_WORDS } from '../../i18n/receipt-words.ts';
import { TERMINAL } from '../testing/fake-till.ts';
import { printSettlement } from './day-end-slip.ts';
import { slipOf } from './slip.ts';

const CHIP: ChipRecord = {
  verificationResults: '0000008000',
  statusInformation: 'f800',
  cardholderResults: '1e0000',
  code: null,
  steps: [
    {
      step: 'cryptogram',
      sets: [],
      which: 'second',
      asked: 'TC',
      given: 'TC',
      cryptogram: 'b1b2b3b4b5b6b7b8',
      transactionCounter: 18,
    },
  ],
  application: { id: 'a000000333010101', label: 'TEST DEBIT', sequence: '01' },
};
const OFFLINE_CHIP: ChipRecord = {
  ...CHIP,
  code: 'Y1',
  application: {
    id: 'a000000333010101',
    label: 'TEST DEBIT',
    sequence: '01',
    offline: {
      interchangeProfile: '3800',
      unpredictableNumber: '0a0b0c0d',
      issuerData: '07010103a0a000010a01000000000012345678',
    },
  },
};

/** By a card that was put in, whose holder signs. */
function byChip(sale: Sale, chip = CHIP): Sale {
  const payments = sale.payments.map((payment) => ({
    ...payment,
    card: { ...payment.card, entryMode: 'chip' as const },
    chip,
  }));
  return { ...sale, payments };
}

function voided(sale: Sale, status: PaymentStatus): Sale {
  const made = samplePayment(status, 'void-1');
  const [original] = sale.payments;
  const core = { ...made.core, kind: 'void', traceNumber: 43 } as const;
  const originalId = original?.id ?? '';
  const back = { ...made, core: { ...core, originalId }, supervisorId: '00' };
  return { ...sale, state: 'voided', payments: [...sale.payments, back] };
}

const { approved, stored, reversing } = SAMPLE_STATUS;
const completed = sampleHold(approved, { act: 'complete', of: SAMPLE_HOLD });

type Field = keyof ReceiptWords | 'chip' | 'offline chip';

/** On whatever has a card on it (TERMINAL 2d). */
const ALWAYS: readonly Field[] = [
  'merchantNumber',
  'terminalNumber',
  'operator',
  'dateAndTime',
  'card',
  'paymentVoucher',
];
/** What comes with a yes of the bank. */
const OF_A_YES: readonly Field[] = ['issuer', 'acquirer', 'authorisationCode', 'referenceNumber'];
/** Remarks. */
const OF_AN_ORIGINAL: readonly Field[] = ['originalVoucher', 'originalReference', 'originalDate'];
const SIGNED: readonly Field[] = ['consent', 'signature'];

interface Kind {
  readonly sale: Sale;
  readonly type: keyof ReceiptWords;
  readonly fields: readonly Field[];
  /** On the shop's copy alone. */
  readonly signed: readonly Field[];
  readonly absent: readonly Field[];
  readonly copies?: 1;
}

const KINDS: Readonly<Record<string, Kind>> = {
  'a sale': {
    sale: byChip(sampleCardSale(approved)),
    type: 'typePurchase',
    fields: [...OF_A_YES, 'expiry', 'cardAmount', 'chip', 'stateApproved'],
    signed: SIGNED,
    absent: ['originalVoucher', 'offline chip', 'lossBearer', 'markFault'],
  },
  'a void': {
    sale: voided(byChip(sampleCardSale(approved)), approved),
    type: 'typeVoid',
    fields: [...OF_A_YES, 'expiry', 'cardAmount', 'originalVoucher', 'supervisor', 'chip'],
    signed: [],
    absent: ['signature', 'stateApproved'],
  },
  'a refund': {
    sale: sampleRefund(approved),
    type: 'typeRefund',
    fields: [...OF_A_YES, ...OF_AN_ORIGINAL, 'originalTerminal', 'supervisor', 'cardAmount'],
    signed: SIGNED,
    absent: ['stateApproved', 'chip'],
  },
  'a pre-authorisation': {
    sale: byChip(sampleHold(approved)),
    type: 'typeHold',
    fields: [...OF_A_YES, 'expiry', 'heldAmount', 'chip', 'stateHeld'],
    signed: SIGNED,
    absent: ['stateApproved', 'typePurchase'],
  },
  'a completion': {
    sale: completed,
    type: 'typeCompletion',
    fields: [...OF_A_YES, ...OF_AN_ORIGINAL, 'originalAuthorisation', 'cardAmount'],
    signed: SIGNED,
    absent: ['chip'],
  },
  'a release': {
    sale: sampleHold(approved, { act: 'release', of: SAMPLE_HOLD }),
    type: 'typeRelease',
    fields: [...OF_A_YES, ...OF_AN_ORIGINAL, 'originalAuthorisation', 'supervisor'],
    signed: SIGNED,
    absent: ['stateApproved'],
  },
  'a void of a completion': {
    sale: voided(completed, approved),
    type: 'typeCompletionVoid',
    fields: [...OF_A_YES, 'originalVoucher', 'supervisor', 'cardAmount'],
    signed: [],
    absent: ['signature'],
  },
  'a promise': {
    sale: byChip(sampleCardSale(stored)),
    type: 'typePurchase',
    fields: ['expiry', 'cardAmount', 'chip', 'markProvisional', 'lossBearer', 'latestSending'],
    signed: SIGNED,
    // No bank has spoken.
    absent: [...OF_A_YES, 'stateApproved'],
  },
  'a chip’s own yes': {
    sale: byChip(sampleCardSale(SAMPLE_STATUS['offline-approved']), OFFLINE_CHIP),
    type: 'typePurchase',
    fields: ['expiry', 'cardAmount', 'certificate', 'chip', 'offline chip', 'markProvisional'],
    signed: SIGNED,
    absent: [...OF_A_YES, 'stateApproved'],
  },
  'a fault report': {
    sale: byChip(sampleCardSale(reversing, { state: 'not-paid', report: null })),
    type: 'typePurchase',
    fields: ['markFault', 'expiry', 'askedAmount', 'chip', 'reversingSince', 'stateReversing'],
    signed: [],
    absent: [...OF_A_YES, 'signature', 'stateTakenBack', 'stateApproved'],
    copies: 1,
  },
};

const CHIP_TEXTS = ['TEST DEBIT', 'A000000333010101', 'B1B2B3B4B5B6B7B8', '18 / 01', '0000008000'];
const OFFLINE_TEXTS = ['AIP / UN', '3800 / 0A0B0C0D', 'IAD', '07010103A0A000010A01'];

/** A label, or what stands for a group; blanks and broken lines do not count. */
function has(paper: string, field: Field, words: ReceiptWords): boolean {
  const squeezed = paper.replace(/\s/g, '');
  const texts =
    field === 'chip' ? CHIP_TEXTS : field === 'offline chip' ? OFFLINE_TEXTS : [words[field]];
  return texts.every((text) => squeezed.includes(text.replace(/\s/g, '')));
}

function copiesOf(lines: readonly string[]): string[] {
  return lines.join('\n').split(/\n(?:- )+-\n/);
}

const LANGUAGES = ['zh-CN', 'en'] as const;
const CASES = Object.entries(KINDS).flatMap(([name, kind]) =>
  LANGUAGES.map((language) => [name, language, kind] as const),
);

describe('the fields of each kind of slip (TERMINAL 2d)', () => {
  it.each(CASES)('%s in %s', (_name, language, { sale, type, fields, signed, absent, copies }) => {
    const words = RECEIPT_WORDS[language];
    const { lines } = slipOf(sale, TERMINAL, { copyNumber: 1, words, utcOffsetMinutes: 480 });
    const papers = copiesOf(lines);
    expect(papers).toHaveLength(copies ?? 2);
    for (const [place, paper] of papers.entries()) {
      expect(paper.split('\n')).toContain(TERMINAL.merchantName);
      const wanted = [...ALWAYS, type, ...fields, ...(place === 0 ? signed : [])];
      expect(wanted.filter((field) => !has(paper, field, words))).toEqual([]);
      const unwanted = [...absent, ...(place === 0 ? [] : signed)];
      expect(unwanted.filter((field) => has(paper, field, words))).toEqual([]);
      expect(has(paper, 'copyMerchant', words)).toBe(copies !== 1 && place === 0);
      expect(has(paper, 'copyCustomer', words)).toBe(copies !== 1 && place === 1);
    }
  });

  it.each(CASES)('%s in %s: marks of training and of a copy', (_name, language, { sale }) => {
    const words = RECEIPT_WORDS[language];
    for (const [mode, copyNumber] of [
      ['training', 1],
      ['training', 2],
      ['live', 1],
      ['live', 2],
    ] as const) {
      const slip = { copyNumber, words, utcOffsetMinutes: 480 };
      const { lines } = slipOf(sale, { ...TERMINAL, mode }, slip);
      const training = `* ${words.markTraining} *`;
      for (const paper of copiesOf(lines)) {
        const own = paper.split('\n');
        const ends = [own[0] === training, own.at(-1) === training];
        expect(ends).toEqual([mode === 'training', mode === 'training']);
        expect(own.includes(`* ${words.markDuplicate} *`)).toBe(copyNumber === 2);
      }
    }
  });
});

const SIDE = { sumMinor: 0, count: 0 } as Settlement['totals']['debit'];
const SETTLEMENT: Settlement = {
  id: 'settlement-1',
  batchNumber: 7,
  step: 'confirmed',
  businessDay: '2026-11-24',
  atMs: SAMPLE_TIME_MS,
  supervisorId: '00',
  before: NOTHING_SETTLED,
  totals: { debit: SIDE, credit: SIDE, promised: SIDE, open: SIDE },
  bank: null,
  unsent: [],
  differences: [],
  accepted: [],
  after: NOTHING_SETTLED,
};

describe('the slip of a settlement (TERMINAL 2b)', () => {
  it.each(LANGUAGES)('says whose it is, and when it comes out again, in %s', async (language) => {
    const words = RECEIPT_WORDS[language];
    const jobs: PrintJob[] = [];
    const ports = {
      store: createMemoryTillStore(),
      host: {
        about: () => Promise.resolve(ok({ settings: { language } } as never)),
        print: (job: PrintJob) => {
          jobs.push(job);
          return Promise.resolve(ok({ slipNumber: jobs.length }));
        },
      },
    };
    const slip = { title: 'Settlement', rows: [] };
    for (const _time of [1, 2]) await printSettlement(ports, TERMINAL, SETTLEMENT, slip);
    const [first, again] = jobs.map(({ lines }) => lines);
    expect(first).toEqual([
      `* ${words.markTraining} *`,
      TERMINAL.merchantName,
      `${words.merchantNumber} ${TERMINAL.merchantId}`,
      `${words.terminalNumber} ${TERMINAL.terminalId}`,
      'Settlement',
      '-'.repeat(32),
      `* ${words.markTraining} *`,
    ]);
    expect(again?.slice(0, 2)).toEqual([`* ${words.markTraining} *`, `* ${words.markDuplicate} *`]);
    expect(jobs.map(({ copyNumber }) => copyNumber)).toEqual([1, 2]);
  });
});
