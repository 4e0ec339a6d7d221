/**
 * The check of what was just entered (I1), in one pass over the new rows and one look at the index
 * for each posting, however many the ledger holds. Written as a join it was planned when the ledger
 * was small and then read all of it at each statement: booking became slower with what was booked.
 * A look-up that is a value cannot become a join, and without a sequential scan it is by the index.
 */
export const CHECKED_BY_INDEX = [
  `create or replace function refuse_unbalanced() returns trigger language plpgsql
    set enable_seqscan = off as $$
    declare
      unbalanced boolean;
      unposted boolean;
    begin
      select
        bool_or(difference <> 0 or entries < 2 or first <> 1),
        bool_or((select p.id from postings p
          where p.merchant_id = posted.merchant_id and p.id = posted.posting_id) is null)
      into unbalanced, unposted
      from (
        select merchant_id, posting_id, sum(debit_minor - credit_minor) as difference,
          count(*) as entries, min(line_number) as first
        from fresh group by merchant_id, posting_id) as posted;
      if unbalanced then
        raise exception 'a posting does not balance' using errcode = '23514';
      end if;
      if unposted then
        raise exception 'an entry without its posting' using errcode = '23503';
      end if;
      return null;
    end $$`,
];
