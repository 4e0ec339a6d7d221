import type {
  Institution,
  Institutions,
  NamesInstitutions,
} from '../../shared/domain/institutions.ts';

/**
 * The banks of this demo network; names and codes are made up. By the first six digits, which every
 * record keeps: asked again a year later, the same names come back (F15). So nothing here changes or
 * leaves; a new issuer is a new line.
 */
const ACQUIRER: Institution = { code: '89830000', name: '演示收单行 Demo Bank' };

const ISSUERS: Readonly<Record<string, Institution>> = {
  '622848': { code: '01990001', name: '云岭银行 Yunling Bank' },
  '629999': { code: '01990002', name: '海岬银行 Haijia Bank' },
};

/** Of a card of nobody's nothing is said. */
export function namedBy(maskedNumber: string): NamesInstitutions {
  const issuer = ISSUERS[maskedNumber.slice(0, 6)];
  if (issuer === undefined) return {};
  const institutions: Institutions = { issuer, acquirer: ACQUIRER };
  return { institutions };
}
