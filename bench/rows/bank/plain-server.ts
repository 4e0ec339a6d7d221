import { createServer, type IncomingMessage } from 'node:http';
import pg from 'pg';

/**
 * What the bank's authorisation is measured against: plain HTTP in front of one statement a sale,
 * which takes the money from the card and writes the rows that the bank writes. No signature, no
 * seal, no validation, no idempotency. `node plain-server.ts DATABASE_URL` prints its port.
 *
 * The number of the transaction stands for the chip's counter, and of its counters all that the bank
 * remembers were used.
 */

const CONNECTIONS = 16;
const AUTHORISE = `
  with sold as (
    update plain.cards set available_minor = available_minor - $7
    where card_hash = $1 and available_minor >= $7 and limit_minor >= $7
    returning id, masked_number),
  numbered as (
    insert into plain.series_numbers
    select $2, $3, $8, 1, $8, $4, 'payment' from sold),
  sale as (
    insert into plain.transactions
    select $2, $4, 'purchase', $3, $5, $6, $7, $8, 1, $8, $1, masked_number, 'online', 'approved',
      '00', '123456', '123456789012', null, null, null, '01', $9, $8, '0123456789abcdef', null
    from sold
    returning code, authorisation_code, reference_number),
  counted as (
    insert into plain.chip_counters select $3, $1, $8, $8, repeat('f', 128) from sold
    on conflict (terminal_id, card_hash) do update
      set highest_asked = excluded.highest_asked, highest = excluded.highest, seen = excluded.seen),
  heard as (
    update plain.terminals set last_seen_at_ms = $9, declared_up_to = greatest(declared_up_to, 0)
    from sold where terminals.id = $3),
  posted as (
    insert into plain.postings
    select $2, $4::text || ':' || kind, kind, $4::text, $9
    from sold, unnest(array['purchase', 'fee']) as kind),
  entered as (
    insert into plain.ledger_entries
    select $2, $4::text || ':' || kind, line, account, debit, credit from sold, lateral (values
      ('purchase', 1, 'card:' || id, $7::bigint, 0),
      ('purchase', 2, 'merchant:' || $2 || ':clearing', 0, $7),
      ('fee', 1, 'merchant:' || $2 || ':fees', ($7 * 60 + 5000) / 10000, 0),
      ('fee', 2, 'bank:fee-income', 0, ($7 * 60 + 5000) / 10000)
    ) as entry (kind, line, account, debit, credit))
  select * from sale`;

interface PlainSale {
  readonly cardHash: string;
  readonly coreHash: string;
  readonly core: {
    readonly id: string;
    readonly saleId: string;
    readonly merchantId: string;
    readonly terminalId: string;
    readonly amountMinor: number;
    readonly transactionNumber: number;
  };
}

const pool = new pg.Pool({ connectionString: process.argv[2], max: CONNECTIONS });

async function authorise(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { core, cardHash, coreHash } = JSON.parse(Buffer.concat(chunks).toString()) as PlainSale;
  const { id, saleId, merchantId, terminalId, amountMinor, transactionNumber } = core;
  const { rows } = await pool.query<object>({
    name: 'authorise',
    text: AUTHORISE,
    values: [
      cardHash,
      merchantId,
      terminalId,
      id,
      coreHash,
      saleId,
      amountMinor,
      transactionNumber,
      Date.now(),
    ],
  });
  return JSON.stringify({ id, code: '51', ...rows[0] });
}

const server = createServer((incoming, answer) => {
  authorise(incoming).then(
    (text) => answer.writeHead(200, { 'content-type': 'application/json' }).end(text),
    (error: unknown) => answer.writeHead(500).end(String(error)),
  );
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' ? address?.port : address);
});
process.once('SIGTERM', () => process.exit());
