import type { Generated } from 'kysely';
import type { PaymentKind } from '../../shared/domain/payment.ts';
import type { TerminalParameters } from '../../shared/domain/parameters.ts';
import type { NumberedKind } from '../domain/records.ts';
import type { OperatorRow } from './operator-tables.ts';

/** The tables as Kysely sees them; `migrations.ts` makes them. bigint columns arrive as bigint. */
export interface BankTables {
  merchants: {
    id: string;
    name: string;
    shop_name: string;
    mode: 'demo' | 'training' | 'live';
    currency: string;
    card_token_key: string;
    created_at_ms: bigint;
    operators_version: Generated<bigint>;
  };
  parameters: { merchant_id: string; version: bigint; body: TerminalParameters };
  operators: OperatorRow;
  terminals: {
    id: string;
    merchant_id: string;
    till_number: string;
    device_key_id: string | null;
    next_device_key_id: string | null;
    next_device_public_key: string | null;
    device_public_key: string | null;
    key_store_level: string | null;
    app_version: string;
    program_hash: Generated<string>;
    journal_number: Generated<bigint>;
    activated_at_ms: bigint | null;
    batch_number: Generated<bigint>;
    contiguous_up_to: Generated<bigint>;
    declared_up_to: Generated<bigint>;
    anchor_epoch: Generated<bigint>;
    anchor_number: Generated<bigint>;
    anchor_hash: Generated<string>;
    last_seen_at_ms: bigint | null;
    last_transaction_number: Generated<bigint>;
    lost_up_to: Generated<bigint>;
    released_at_ms: Generated<bigint | null>;
  };
  app_versions: {
    app_version: string;
    approved: boolean;
    program_hash: Generated<string>;
    decided_at_ms: bigint;
  };
  activation_codes: {
    code_hash: string;
    terminal_id: string;
    expires_at_ms: bigint;
    used_at_ms: bigint | null;
    used_by_key_id: string | null;
  };
  activation_attempts: { id: Generated<bigint>; at_ms: bigint; client: string };
  cards: {
    card_hash: string;
    id: string;
    masked_number: string;
    expiry: string;
    standing: 'good' | 'stolen' | 'restricted';
    verification: 'none' | 'online-pin';
    pin_hash: string;
    wrong_pins: number;
    limit_minor: bigint;
    available_minor: bigint;
    approves_in_part: Generated<boolean>;
    yes_is_defective: Generated<boolean>;
  };
  transactions: {
    merchant_id: string;
    id: string;
    kind: PaymentKind;
    terminal_id: string;
    core_hash: string | null;
    sale_id: string | null;
    amount_minor: bigint;
    transaction_number: bigint | null;
    batch_number: bigint | null;
    trace_number: bigint | null;
    card_hash: string | null;
    masked_number: string;
    channel: 'online' | 'stored';
    state: 'approved' | 'declined' | 'posted' | 'refused' | 'reversed' | 'tombstone';
    code: string;
    authorisation_code: string;
    reference_number: string;
    supersedes: string | null;
    original_id: string | null;
    undone_by: string | null;
    operator_id: string;
    created_at_ms: bigint;
    chip_counter: number | null;
    issuer_authentication: string;
    asked_minor: bigint | null;
  };
  /** Of the cards in this till's tray. */
  chip_counters: {
    terminal_id: string;
    card_hash: string;
    highest_asked: number;
    highest: number;
    seen: string;
  };
  series_numbers: {
    merchant_id: string;
    terminal_id: string;
    number: bigint;
    batch_number: bigint | null;
    trace_number: bigint | null;
    record_id: string;
    record_kind: NumberedKind;
  };
  sale_reports: {
    merchant_id: string;
    id: string;
    sale_id: string;
    sale_number: string;
    terminal_id: string;
    transaction_number: bigint;
    batch_number: bigint;
    trace_number: bigint;
    operator_id: string;
    created_at_ms: bigint;
    business_day: string;
    currency: string;
    gross_minor: bigint;
    discount_minor: bigint;
    tax_minor: bigint;
    due_minor: bigint;
    note: string;
    content_hash: string;
    reference_number: string;
    received_at_ms: bigint;
  };
  paper_sales: {
    merchant_id: string;
    report_id: string;
    paper_number: string;
    sold_at_ms: bigint;
    supervisor_id: string;
  };
  sale_report_lines: {
    merchant_id: string;
    report_id: string;
    line_number: number;
    line_id: string;
    product_id: string;
    barcode: string;
    name_zh: string;
    name_en: string;
    unit: string;
    quantity_milli: bigint;
    unit_price_minor: bigint;
    tax_basis_points: number;
    discount_minor: bigint;
    sale_discount_minor: bigint;
    amount_minor: bigint;
    tax_minor: bigint;
    note: string;
  };
  sale_report_tenders: {
    merchant_id: string;
    report_id: string;
    tender_number: number;
    id: string;
    kind: 'cash' | 'card';
    amount_minor: bigint;
    rounding_minor: bigint;
    received_minor: bigint;
    change_minor: bigint;
    payment_id: string | null;
  };
  cash_returns: {
    merchant_id: string;
    id: string;
    act: 'void' | 'refund';
    sale_id: string;
    original_id: string;
    terminal_id: string;
    transaction_number: bigint;
    batch_number: bigint;
    trace_number: bigint;
    supervisor_id: string;
    created_at_ms: bigint;
    amount_minor: bigint;
    rounding_minor: bigint;
    content_hash: string;
    reference_number: string;
    received_at_ms: bigint;
  };
  void_numbers: {
    merchant_id: string;
    id: string;
    terminal_id: string;
    transaction_number: bigint;
    reason: string;
    received_at_ms: bigint;
  };
  postings: {
    merchant_id: string;
    id: string;
    kind: string;
    record_id: string;
    created_at_ms: bigint;
  };
  ledger_entries: {
    merchant_id: string;
    posting_id: string;
    line_number: number;
    account: string;
    debit_minor: bigint;
    credit_minor: bigint;
  };
  /** A view: sums of the entries. */
  accounts: {
    code: string;
    kind: string;
    debit_minor: bigint;
    credit_minor: bigint;
    balance_minor: bigint;
  };
  card_holds: {
    merchant_id: string;
    id: string;
    card_hash: string;
    amount_minor: bigint;
    lapses_at_ms: bigint;
  };
  journal_anchors: {
    merchant_id: string;
    terminal_id: string;
    journal_number: bigint;
    epoch: bigint;
    number: bigint;
    hash: string;
  };
  security_events: {
    at_ms: bigint;
    kind: string;
    merchant_id: string | null;
    terminal_id: string | null;
    detail: string;
    /** Who called without a key, and where; null for what a known terminal did. */
    source: string | null;
    period: bigint | null;
    times: bigint;
    last_at_ms: bigint;
  };
  settlements: {
    merchant_id: string;
    id: string;
    terminal_id: string;
    batch_number: bigint;
    operator_id: string;
    opened_at_ms: bigint;
    settled_at_ms: bigint | null;
  };
  card_signatures: {
    merchant_id: string;
    payment_id: string;
    sale_id: string;
    operator_id: string;
    signed_at_ms: bigint;
    kept_at_ms: bigint;
    content_hash: string;
    /** JSON text; the driver would take a plain array for one of PostgreSQL's own. */
    strokes: string;
  };
  pay_links: {
    merchant_id: string;
    id: string;
    terminal_id: string;
    core_hash: string;
    sale_id: string;
    amount_minor: bigint;
    currency: string;
    transaction_number: bigint;
    batch_number: bigint;
    trace_number: bigint;
    supersedes: string;
    operator_id: string;
    code_hash: string;
    made_at_ms: bigint;
    expires_at_ms: bigint;
    state: 'open' | 'paid' | 'withdrawn' | 'expired' | 'not-possible';
    closed_at_ms: bigint | null;
    forms_used: number;
  };
  settled_records: SettlementRecordRow;
  settlement_uploads: SettlementRecordRow;
}

interface SettlementRecordRow {
  merchant_id: string;
  settlement_id: string;
  position: number;
  record_id: string;
  kind: PaymentKind;
  amount_minor: bigint;
  batch_number: bigint;
}
