/** The hash of the program beside its version (P29), and what a list of hot cards and keys is called (P21). */
export const PROGRAM_HASH = [
  `alter table terminals add column program_hash text not null default ''`,
  `update parameters set version = version + 1,
     body = body || jsonb_build_object('hotListVersion', 1, 'keysVersion', 1,
       'version', version + 1)`,
];
