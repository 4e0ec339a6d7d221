import { afterAll, beforeAll, describe } from 'vitest';
import { anchorCases } from './bank-anchors.suite.ts';
import { balanceCases } from './bank-balances.suite.ts';
import { batchCases } from './bank-batches.suite.ts';
import { cashReturnCases } from './bank-cash-returns.suite.ts';
import { deviceKeyCases } from './bank-device-keys.suite.ts';
import { holdCases } from './bank-holds.suite.ts';
import { lineCases } from './bank-line.suite.ts';
import { partialCases } from './bank-partials.suite.ts';
import { paymentCases } from './bank-payments.suite.ts';
import { payLinkCases } from './bank-pay-links.suite.ts';
import { refundCases } from './bank-refunds.suite.ts';
import { reversalCases } from './bank-reversals.suite.ts';
import { settlementCases } from './bank-settlements.suite.ts';
import { signatureCases } from './bank-signatures.suite.ts';
import { SuiteTill, type BankUnderTest, type Counter } from './suite-till.ts';

/**
 * What every bank must keep, asked for the way a till's host asks: the real client, signed requests
 * and signed answers. Run over the server on PostgreSQL and over the simulated bank, so that the
 * simulation cannot drift into a world of its own.
 */
export function bankSuite(open: () => Promise<BankUnderTest>): void {
  suiteOver(open, allCases);
}

/** These cases over one bank, each with tills of its own. */
export function suiteOver(
  open: () => Promise<BankUnderTest>,
  cases: (counter: Counter) => void,
): void {
  let opened: BankUnderTest;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened.close());
  cases({
    bank: () => opened,
    newTill: async () => new SuiteTill(opened, await opened.newTill()),
  });
}

function allCases(counter: Counter): void {
  describe('payments', () => paymentCases(counter));
  describe('refunds', () => refundCases(counter));
  describe('pre-authorisations', () => holdCases(counter));
  describe('balances', () => balanceCases(counter));
  describe('approval in part', () => partialCases(counter));
  describe('reversals and what supersedes', () => reversalCases(counter));
  describe('batches', () => batchCases(counter));
  describe('cash that went back', () => cashReturnCases(counter));
  describe('settlement', () => settlementCases(counter));
  describe('signatures of cardholders', () => signatureCases(counter));
  describe('pay links', () => payLinkCases(counter));
  describe('the journal’s anchor', () => anchorCases(counter));
  describe('the keys of a device', () => deviceKeyCases(counter));
  describe('the line and the terminal', () => lineCases(counter));
}
