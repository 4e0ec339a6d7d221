/**
 * Who stands behind a yes: the bank that issued the card 发卡行 and the one that books it for the shop
 * 收单行, as a slip names them in words (TERMINAL 2d). A terminal hears both with the answer (field 44);
 * here the bank's signed yes names them. Without one nobody is named: a promise has no bank behind it
 * (P19). Kept with the record, so that a slip that is printed again years later says the same.
 */
export interface Institutions {
  readonly issuer: Institution;
  readonly acquirer: Institution;
}

export interface Institution {
  /** Eight digits. */
  readonly code: string;
  /** Data, like a merchant's name: the same in every language. */
  readonly name: string;
}

/** Absent on records of before, and where the bank named nobody. */
export interface NamesInstitutions {
  readonly institutions?: Institutions;
}

/** Of a larger thing only what it names. */
export function institutionsIn({ institutions }: NamesInstitutions): NamesInstitutions {
  return institutions === undefined ? {} : { institutions };
}

/** As field 44 has them, eleven places each: a terminal looks the names up for its slip. */
export function codesOf({ issuer, acquirer }: Institutions): string {
  return issuer.code.padEnd(11) + acquirer.code.padEnd(11);
}
