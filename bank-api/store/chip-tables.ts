import { DEFAULT_CHIP_PARAMETERS } from '../../shared/domain/demo-merchant.ts';

/**
 * What the issuer remembers of chips (P17): counters, for each card in each till's tray, and with a
 * payment the word that its card was given, so that asked again the same one comes back (F15). And a
 * new version of the parameters, with what chips are decided by (P15).
 */
export const CHIPS = [
  `create table chip_counters (
    terminal_id text not null references terminals,
    card_hash text not null,
    highest_asked integer not null,
    highest integer not null check (highest between 0 and 65535),
    seen text not null,
    primary key (terminal_id, card_hash))`,
  `alter table transactions
    add column chip_counter integer,
    add column issuer_authentication text not null default ''`,
  `update parameters set version = version + 1,
     body = body || jsonb_build_object(
       'chip', '${JSON.stringify(DEFAULT_CHIP_PARAMETERS)}'::jsonb, 'version', version + 1)`,
];
