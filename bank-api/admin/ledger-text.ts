import type { LedgerSale, LedgerView, Verification } from './ledger-view.ts';

/** The ledger as people read it in a terminal (`npm run bank -- ledger`). */
export function ledgerText(data: LedgerView): string {
  const lines = [
    'terminal  sale               due  paid by',
    ...data.sales.map(saleLine),
    '',
    'terminal  number  kind                   state      code  amount      sale      id',
    ...data.transactions.map((row) =>
      [
        row.terminalId.padEnd(9),
        String(row.transactionNumber ?? '-').padStart(6),
        '',
        row.kind.padEnd(22),
        row.state.padEnd(10),
        row.code.padEnd(5),
        yuan(row.amountMinor).padStart(10),
        '',
        (row.saleNumber ?? '-').padEnd(9),
        row.id,
      ].join(' '),
    ),
    '',
    ...payLinkLines(data),
    ...holdLines(data),
    ...data.accounts.map((row) => `${row.code.padEnd(44)} ${yuan(row.balanceMinor).padStart(14)}`),
    '',
    verificationText(data.verified),
  ];
  return lines.join('\n');
}

function saleLine(sale: LedgerSale): string {
  const payments = sale.payments.map(({ state, amountMinor }) => `${state} ${yuan(amountMinor)}`);
  const cash = sale.tenders
    .filter(({ kind }) => kind === 'cash')
    .map(({ amountMinor, roundingMinor }) => `cash ${yuan(amountMinor + roundingMinor)}`);
  const due = sale.dueMinor === null ? 'not reported' : yuan(sale.dueMinor);
  const paid = [...cash, ...payments].join(', ');
  return `${sale.terminalId}  ${(sale.saleNumber ?? '-').padEnd(9)} ${due.padStart(12)}  ${paid}`;
}

function payLinkLines({ payLinks }: LedgerView): string[] {
  if (payLinks.length === 0) return [];
  const lines = payLinks.map((link) =>
    [
      link.terminalId.padEnd(9),
      String(link.transactionNumber).padStart(6),
      '',
      link.state.padEnd(13),
      yuan(link.amountMinor).padStart(10),
      '',
      new Date(link.expiresAtMs).toISOString().slice(0, 16),
      link.id,
    ].join(' '),
  );
  return ['terminal  number  pay link          amount  good until       id', ...lines, ''];
}

function holdLines({ holds }: LedgerView): string[] {
  if (holds.length === 0) return [];
  const lines = holds.map((hold) =>
    [
      hold.terminalId.padEnd(9),
      hold.maskedNumber.padEnd(20),
      yuan(hold.amountMinor).padStart(10),
      '',
      hold.authorisationCode,
      hold.referenceNumber,
      new Date(hold.lapsesAtMs).toISOString().slice(0, 16),
      hold.id,
    ].join(' '),
  );
  return [
    'terminal  held on card          amount  code, reference    until            id',
    ...lines,
    '',
  ];
}

export function verificationText({ ok, problems, facts }: Verification): string {
  const { postings, capturedMinor, reversedMinor, feesMinor, heldMinor } = facts;
  const moved = `captured ${yuan(capturedMinor)}, reversed ${yuan(reversedMinor)}`;
  const sums = `${moved}, fees ${yuan(feesMinor)}, held ${yuan(heldMinor)}`;
  if (ok) return `the books are right: ${postings} postings, ${sums}`;
  return [`the books are WRONG (${problems.length}):`, ...problems].join('\n  ');
}

export function yuan(amountMinor: number): string {
  const digits = String(Math.abs(amountMinor)).padStart(3, '0');
  return `${amountMinor < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
