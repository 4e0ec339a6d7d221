/**
 * A record is of a terminal that its merchant has. As foreign keys that was two look-ups, each with a
 * lock, for every row, and the dearest part of a stored report; all records of a statement are of few
 * terminals, so it is looked up once for each of those. What makes a lock unnecessary: a terminal
 * stays, and stays with its merchant, whoever asks.
 */
export const CHECKED_BY_STATEMENT = [
  `create function refuse_foreign_record() returns trigger language plpgsql
    set enable_seqscan = off as $$
    begin
      if exists (
        select from (select distinct merchant_id, terminal_id from fresh) as told
        where (select t.merchant_id from terminals t where t.id = told.terminal_id)
          is distinct from told.merchant_id)
      then
        raise exception 'a record of a terminal that its merchant does not have'
          using errcode = '23503';
      end if;
      return null;
    end $$`,
  `create function refuse_leaving() returns trigger language plpgsql as $$
    begin
      raise exception 'a terminal stays with its merchant: its records name it'
        using errcode = '42501';
    end $$`,
  `create trigger stays before delete or truncate or update of id, merchant_id on terminals
    for each statement execute function refuse_leaving()`,
  ...['transactions', 'sale_reports'].flatMap((table) => [
    `create trigger of_a_terminal after insert on ${table}
      referencing new table as fresh for each statement execute function refuse_foreign_record()`,
    `alter table ${table} drop constraint ${table}_merchant_id_fkey,
      drop constraint ${table}_terminal_id_fkey`,
  ]),
];
