import { sql, type RawBuilder } from 'kysely';
import type { Verification } from '../admin/ledger-view.ts';
import type { BankDatabase } from './database.ts';

/**
 * The books against themselves (I1, I2, I5), in SQL of its own: it shares no code with the rules
 * that wrote them. Each query returns one line per problem.
 */
export async function verifyBooks(db: BankDatabase): Promise<Verification> {
  // Books that have just been filled look empty to the planner: it would compare each row with each.
  await sql`analyze transactions, postings, ledger_entries, series_numbers, card_holds, pay_links,
    sale_reports, sale_report_tenders, cash_returns, void_numbers, settled_records`.execute(db);
  const problems: string[] = [];
  for (const query of CHECKS) {
    const { rows } = await query.execute(db);
    problems.push(...rows.map((row) => row.problem));
  }
  const { rows } = await sql<
    Record<
      'postings' | 'captured' | 'held' | 'undone' | 'refunded' | 'fees' | 'debit' | 'credit',
      bigint
    >
  >`
    select count(distinct (e.merchant_id, e.posting_id)) as postings,
      coalesce(sum(debit_minor) filter (where p.kind = 'purchase'), 0)::bigint as captured,
      coalesce(sum(debit_minor) filter (where p.kind in ('reversal', 'void')
        and account like 'merchant:%'), 0)::bigint as undone,
      coalesce(sum(debit_minor) filter (where p.kind = 'refund'
        and account like '%:clearing'), 0)::bigint as refunded,
      coalesce(sum(credit_minor - debit_minor) filter (where account = 'bank:fee-income'), 0)::bigint
        as fees,
      coalesce(sum(debit_minor), 0)::bigint as debit,
      (select coalesce(sum(amount_minor), 0)::bigint from card_holds) as held,
      coalesce(sum(credit_minor), 0)::bigint as credit
    from ledger_entries e join postings p on p.merchant_id = e.merchant_id and p.id = e.posting_id`.execute(
    db,
  );
  const [sums] = rows;
  return {
    ok: problems.length === 0,
    problems,
    facts: {
      postings: Number(sums?.postings ?? 0n),
      capturedMinor: Number(sums?.captured ?? 0n),
      reversedMinor: Number(sums?.undone ?? 0n),
      refundedMinor: Number(sums?.refunded ?? 0n),
      heldMinor: Number(sums?.held ?? 0n),
      feesMinor: Number(sums?.fees ?? 0n),
      debitMinor: Number(sums?.debit ?? 0n),
      creditMinor: Number(sums?.credit ?? 0n),
    },
  };
}

type Check = RawBuilder<{ problem: string }>;

/**
 * What each purchase has moved on the clearing account of its merchant, the share of its voids and
 * refunds included; beside it what stands of it. Each table is read once: asked payment by payment, the
 * books of a busy month would take hours.
 */
const NET_PER_PURCHASE = sql`
  select t.merchant_id, t.id, t.state, t.amount_minor, t.sale_id,
    t.amount_minor - coalesce(refunds.minor, 0) as left_minor, coalesce(moved.net, 0) as net
  from transactions t
  left join (
    select r.merchant_id, r.original_id, sum(r.amount_minor)::bigint as minor from transactions r
    where r.kind = 'refund' and r.state in ('approved', 'posted')
    group by r.merchant_id, r.original_id) as refunds
    on refunds.merchant_id = t.merchant_id and refunds.original_id = t.id
  left join (
    select p.merchant_id, coalesce(v.original_id::text, p.record_id) as payment_id,
      sum(e.credit_minor - e.debit_minor) as net
    from postings p
    join ledger_entries e on e.merchant_id = p.merchant_id and e.posting_id = p.id
      and e.account like '%:clearing'
    left join transactions v on v.merchant_id = p.merchant_id and v.id::text = p.record_id
      and v.kind in ('void', 'refund')
    group by p.merchant_id, coalesce(v.original_id::text, p.record_id)) as moved
    on moved.merchant_id = t.merchant_id and moved.payment_id = t.id::text
  where t.kind in ('purchase', 'completion')`;

/** What a settled record `r` pays out: held money, and money let go, is nobody's income. */
const SETTLED_MINOR = sql`case when r.kind in ('purchase', 'completion') then r.amount_minor
  when r.kind in ('void', 'refund') then -r.amount_minor else 0 end`;

/** Pre-authorisations with how many of their completions and releases stand. */
const HOLDS = sql`
  select h.merchant_id, h.id, h.state, h.card_hash, h.amount_minor,
    coalesce(ends.followers, 0) as followers
  from transactions h
  left join (
    select f.merchant_id, f.original_id, count(*) as followers from transactions f
    where f.state = 'approved' and f.kind in ('completion', 'pre-authorisation-void')
    group by f.merchant_id, f.original_id) as ends
    on ends.merchant_id = h.merchant_id and ends.original_id = h.id
  where h.kind = 'pre-authorisation'`;

const CHECKS: readonly Check[] = [
  // I1: every posting sums to zero and has entries
  sql`select 'posting ' || p.id || ' does not balance' as problem from postings p
    left join ledger_entries e on e.merchant_id = p.merchant_id and e.posting_id = p.id
    group by p.merchant_id, p.id
    having coalesce(sum(e.debit_minor - e.credit_minor), 1) <> 0 or count(e.*) < 2`,
  sql`select 'entry of posting ' || e.posting_id || ' hangs in the air' as problem
    from ledger_entries e
    left join postings p on p.merchant_id = e.merchant_id and p.id = e.posting_id
    where p.id is null`,
  // I1: captured - reversed, payment by payment: what stands has moved its amount, the rest nothing
  sql`select 'payment ' || id || ' is ' || state || ' but has moved ' || net as problem
    from (${NET_PER_PURCHASE}) as payments
    where net <> case when state in ('approved', 'posted') then left_minor else 0 end`,
  // I1: never more goes back than came in, and only of what stands
  sql`select 'payment ' || id || ' is ' || state || ' with ' || left_minor || ' left of '
      || amount_minor as problem
    from (${NET_PER_PURCHASE}) as payments
    where left_minor < 0 or (left_minor < amount_minor and state not in ('approved', 'posted'))`,
  sql`select 'refund ' || r.id || ' is of no purchase' as problem
    from transactions r
    left join transactions t on t.merchant_id = r.merchant_id and t.id = r.original_id
      and t.kind in ('purchase', 'completion')
    where r.kind = 'refund' and r.state in ('approved', 'posted') and t.id is null`,
  // I2: at most one purchase posting per payment
  sql`select 'payment ' || record_id || ' was posted ' || count(*) || ' times' as problem
    from postings where kind = 'purchase' group by merchant_id, record_id having count(*) > 1`,
  // I2, P13: a reported sale is charged by the payments that its report names or by what makes up for
  // one of them, and by no other
  sql`select 'payment ' || t.id || ' stands, but the report of sale ' || t.sale_id
      || ' does not name it' as problem
    from transactions t
    join sale_reports r on r.merchant_id = t.merchant_id and r.sale_id = t.sale_id
    where t.kind = 'purchase' and t.state in ('approved', 'posted') and not exists (
      select from sale_report_tenders n where n.merchant_id = t.merchant_id
        and n.report_id = r.id and n.payment_id in (t.id, t.supersedes))`,
  // I2, P7: of two payments of one tender the superseded one never stands
  sql`select 'payment ' || t.id || ' stands, but ' || s.id || ' supersedes it' as problem
    from transactions t
    join transactions s on s.merchant_id = t.merchant_id and s.supersedes = t.id
    where t.state in ('approved', 'posted')`,
  // I2, P13: of all that would make up for one payment at most one stands
  sql`select count(*) || ' payments stand for ' || t.supersedes as problem
    from transactions t where t.supersedes is not null and t.state in ('approved', 'posted')
    group by t.merchant_id, t.supersedes having count(*) > 1`,
  // P13: a paid link has its payment, and no other link has moved anything
  sql`select 'pay link ' || l.id || ' is ' || l.state || ' over ' || l.amount_minor || ', its payment '
      || coalesce(t.state || ' with ' || t.amount_minor, 'not there') as problem
    from pay_links l
    left join transactions t on t.merchant_id = l.merchant_id and t.id = l.id
    where case l.state when 'paid' then t.id is null or t.amount_minor <> l.amount_minor
        or t.supersedes is distinct from l.supersedes or t.state not in ('approved', 'reversed')
      else t.state in ('approved', 'posted') end`,
  // I1: debits = credits + fees: a merchant's fees are those of what is left of the payments that stand
  sql`select 'merchant ' || m.id || ' has paid fees of ' || paid || ', owes ' || owed as problem
    from (select m.id, coalesce(-a.balance_minor, 0) as paid, coalesce(fees.minor, 0) as owed
      from merchants m
      left join accounts a on a.code = 'merchant:' || m.id || ':fees'
      left join (
        select merchant_id, sum((left_minor * 60 + 5000) / 10000) as minor
        from (${NET_PER_PURCHASE}) as payments where state in ('approved', 'posted')
        group by merchant_id) as fees on fees.merchant_id = m.id) as m
    where paid <> owed`,
  // The card's balance is its account's
  sql`select 'card ' || c.id || ' has ' || c.available_minor || ', its account says '
      || coalesce(a.balance_minor, 0) as problem
    from cards c left join accounts a on a.code = 'card:' || c.id
    where c.available_minor <> coalesce(a.balance_minor, 0)`,
  // I1: what cards may not spend is the sum of the holds that stand, one by one
  sql`select 'hold ' || coalesce(h.id, c.id) || ' is ' || coalesce(h.state, 'not there') || ' with '
      || coalesce(h.followers, 0) || ' followers over ' || coalesce(h.amount_minor, 0)
      || ', its card is kept from ' || coalesce(c.amount_minor, 0) as problem
    from (${HOLDS}) as h
    full join card_holds c on c.merchant_id = h.merchant_id and c.id = h.id
    where coalesce(c.amount_minor, 0) <> case when h.state = 'approved' and h.followers = 0
        then h.amount_minor else 0 end
      or c.card_hash <> h.card_hash`,
  sql`select 'hold ' || id || ' was completed or released ' || followers || ' times' as problem
    from (${HOLDS}) as h where followers > 1`,
  sql`select t.kind || ' ' || t.id || ' over ' || t.amount_minor || ' is of '
      || coalesce(h.kind || ' over ' || h.amount_minor, 'nothing') as problem
    from transactions t
    left join transactions h on h.merchant_id = t.merchant_id and h.id = t.original_id
    where t.state = 'approved' and (
      (t.kind = 'completion' and t.amount_minor * 100 > h.amount_minor * 115)
      or (t.kind = 'pre-authorisation-void' and t.amount_minor <> h.amount_minor)
      or (t.kind in ('completion', 'pre-authorisation-void')
        and (h.kind is distinct from 'pre-authorisation' or h.card_hash is distinct from t.card_hash)))`,
  // I1: captured - reversed - refunded = settled + carried: what a clearing account holds is what
  // stands and was not paid out, less what was paid out and taken back after that
  sql`select 'merchant ' || m.id || ' is owed ' || owed || ', ' || carried || ' is not settled'
      as problem
    from (select m.id, coalesce(a.balance_minor, 0) as owed,
        coalesce(moved.minor, 0) - coalesce(settled.minor, 0) as carried
      from merchants m
      left join accounts a on a.code = 'merchant:' || m.id || ':clearing'
      left join (
        select merchant_id, sum(net) as minor from (${NET_PER_PURCHASE}) as payments
        group by merchant_id) as moved on moved.merchant_id = m.id
      left join (
        select r.merchant_id, sum(${SETTLED_MINOR}) as minor from settled_records r
        group by r.merchant_id) as settled on settled.merchant_id = m.id) as m
    where owed <> carried`,
  // I1: a settlement pays out its records, once, and nothing is paid out without one
  sql`select 'settlement ' || id || ' has records of ' || records || ', paid out ' || paid as problem
    from (select s.id,
        coalesce((select sum(${SETTLED_MINOR}) from settled_records r
          where r.merchant_id = s.merchant_id and r.settlement_id = s.id), 0) as records,
        coalesce((select sum(e.credit_minor - e.debit_minor) from ledger_entries e
          where e.merchant_id = s.merchant_id and e.posting_id = s.id || ':settlement'
            and e.account like '%:paid-out'), 0) as paid
      from settlements s) as s
    where records <> paid`,
  // I1, P23: what was settled had been said yes to, under the amount that was settled
  sql`select 'record ' || r.record_id || ' was settled with ' || r.amount_minor || ', is '
      || coalesce(t.state || ' with ' || t.amount_minor, 'not there') as problem
    from settled_records r
    left join transactions t on t.merchant_id = r.merchant_id and t.id = r.record_id
    where t.id is null or t.amount_minor <> r.amount_minor
      or t.state not in ('approved', 'posted', 'reversed')`,
  // Cash: each report's drawer posting is its cash tenders with their rounding
  sql`select 'report ' || r.id || ' has cash ' || cash || ', posted ' || posted as problem
    from (select r.merchant_id, r.id,
        coalesce((select sum(amount_minor + rounding_minor) from sale_report_tenders n
          where n.merchant_id = r.merchant_id and n.report_id = r.id and n.kind = 'cash'), 0) as cash,
        coalesce((select sum(e.debit_minor - e.credit_minor) from ledger_entries e
          where e.merchant_id = r.merchant_id and e.posting_id = r.id || ':cash-sale'
            and e.account like '%:cash-drawer'), 0) as posted
      from sale_reports r) as r
    where cash <> posted`,
  // I1: no more cash goes back for a sale than came in, and each return is posted as it was told
  sql`select 'report ' || original || ' had cash ' || came || ', went back ' || went
      || ', posted ' || posted as problem
    from (select c.original_id as original, sum(c.amount_minor) as went,
        sum(c.amount_minor + c.rounding_minor) as left_drawer, sum(e.minor) as posted,
        (select coalesce(sum(t.amount_minor), 0) from sale_report_tenders t
          where t.merchant_id = c.merchant_id and t.report_id = c.original_id and t.kind = 'cash')
          as came
      from cash_returns c
      join sale_reports r on r.merchant_id = c.merchant_id and r.id = c.original_id
      left join lateral (
        select sum(e.credit_minor - e.debit_minor) as minor from ledger_entries e
        where e.merchant_id = c.merchant_id and e.posting_id = c.id || ':cash-return'
          and e.account like '%:cash-drawer') as e on true
      group by c.merchant_id, c.original_id) as r
    where went > came or left_drawer is distinct from posted`,
  // I5: no number of a terminal is missing up to what it declared as delivered
  sql`select 'terminal ' || t.id || ' misses number ' || missing.number as problem
    from terminals t cross join lateral (
      select g.number from generate_series(1,
        least(t.declared_up_to, t.contiguous_up_to + 100000)) as g(number)
      where not exists (select from series_numbers s where s.merchant_id = t.merchant_id
        and s.terminal_id = t.id and s.number = g.number)
      order by g.number limit 20) as missing`,
  // P2: every record has its number and every number its record
  sql`select s.record_kind || ' ' || s.record_id || ' has a number but no record' as problem
    from series_numbers s
    where not exists (select from transactions t where t.merchant_id = s.merchant_id
        and t.id = s.record_id)
      and not exists (select from sale_reports r where r.merchant_id = s.merchant_id
        and r.id = s.record_id)
      and not exists (select from cash_returns c where c.merchant_id = s.merchant_id
        and c.id = s.record_id)
      and not exists (select from void_numbers v where v.merchant_id = s.merchant_id
        and v.id = s.record_id)
      and not exists (select from pay_links l where l.merchant_id = s.merchant_id
        and l.id = s.record_id)`,
];
