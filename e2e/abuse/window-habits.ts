import { v7 } from 'uuid';
import type { BatchRequest } from '../../shared/contracts/bank-api.ts';
import type { Head, JournalRecord } from '../../shared/domain/journal.ts';
import { type SupervisedAct } from '../../shared/contracts/supervised-acts.ts';
import { CLEAR_LINE } from '../../shared/contracts/line-conditions.ts';
import type { IpcChannel } from '../../shared/contracts/ipc-contract.ts';

/** Those that a message of its own asks for come first: they are asked for more often. */
const ACTS: readonly SupervisedAct[] = [
  'force-offline',
  'unlock-cards',
  'change-settings',
  'write-off',
  'try-again',
  'allow-above-cap',
  'enter-paper',
  'void',
  'refund',
  'discount',
];

/** Messages that need no memory. */
export function ordinary(channel: IpcChannel, about: number, which: number): unknown {
  const pick = <Value>(values: readonly Value[]): Value => values[about % values.length] as Value;
  switch (channel) {
    case 'print':
      return {
        saleId: v7(),
        saleNumber: '01-000001',
        amountMinor: 200,
        certainty: pick(['certain', 'promised']),
        copyNumber: pick([1, 2]),
        lines: ['一', 'two'],
      };
    case 'signSlip':
      return { paymentId: v7(), amountMinor: pick([1, 200]) };
    case 'readSlip':
      return pick([`79${'1'.repeat(80)}`, `79${'9'.repeat(80)}`, '79', 'no code']);
    case 'findOriginal':
      return {
        operatorId: '01',
        amountMinor: pick([1, 200]),
        by: { kind: 'reference', referenceNumber: '000000000001' },
      };
    case 'findHold':
      return {
        operatorId: '01',
        amountMinor: pick([1, 200]),
        authorisationCode: '000001',
        by: { kind: 'voucher', terminalId: '00000001', batchNumber: 1, traceNumber: pick([1, 2]) },
      };
    case 'openDrawer':
      return v7();
    case 'unlockKeys':
      return pick(['three blue kettles', '']);
    case 'signIn':
      return pick([
        { operatorId: '01', pin: '1111' },
        { operatorId: '01', pin: '1111' },
        { operatorId: '00', pin: '0000' },
        { operatorId: '01', pin: '9999' },
        { operatorId: '77', pin: '' },
      ]);
    case 'setPin':
      return {
        operatorId: pick(['01', '00', '77']),
        startCode: '0000-0000-0000-0000',
        pin: '1111',
      };
    case 'approve':
      return {
        ...pick([
          { operatorId: '00', pin: '0000' },
          { operatorId: '00', pin: '0000' },
          { operatorId: '00', pin: '0000' },
          { operatorId: '01', pin: '1111' },
          { operatorId: '00', pin: '1234' },
        ]),
        act: ACTS[which % 4 > 0 ? which % 3 : which % ACTS.length],
      };
    case 'setLineConditions':
      return {
        ...CLEAR_LINE,
        ...pick([{}, { cut: true }, { delayMs: 3 }, { loseNextAnswers: 1 }, { flapping: true }]),
      };
    case 'setDeskDevices':
      return {
        printerConnected: pick([true, true, false]),
        paperLoaded: pick([true, true, false]),
        readerConnected: pick([true, true, false]),
      };
    case 'saveSettings':
      return { language: pick(['zh-CN', 'en']), theme: pick(['dark', 'system']) };
    default:
      return undefined;
  }
}

/** What sets the till up: each with a supervisor's yes, or what is meant to pass for one. */
export function settled(
  channel: 'moveToBank' | 'reactivate' | 'protectKeys' | 'renewKey',
  bankUrl: string,
  approvals: { readonly settings: string; readonly keys: string },
): unknown {
  switch (channel) {
    case 'moveToBank':
      return { bankUrl, approvalId: approvals.settings };
    case 'reactivate':
      return {
        code: '0000-0000-0000-0000-0000-0000-0000-0000',
        approvalId: approvals.settings,
        isOpen: bankUrl.length % 2 === 0,
      };
    case 'protectKeys':
      return { passphrase: 'three blue kettles', approvalId: approvals.keys };
    case 'renewKey':
      return { approvalId: approvals.settings };
  }
}

/** Of the journal nothing, a record that it has, or one record's hash as the newest one's. */
export function toldOfJournal(
  which: number,
  { number, epoch }: Pick<Head, 'number' | 'epoch'>,
  record: JournalRecord | undefined,
): BatchRequest['journal'] {
  if (record === undefined || which % 3 === 0) return { epoch, from: number + 1, hashes: [] };
  const hashes = [record.hash];
  return which % 3 === 1
    ? { epoch: record.epoch, from: record.number, hashes }
    : { epoch, from: Math.max(1, number), hashes };
}
