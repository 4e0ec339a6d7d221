import { fromHex, toHex } from '../../../lib/bytes.ts';
import { namesOf, VERIFICATION_BITS } from '../bits.ts';
import type { CardData } from './card-data.ts';
import type { TerminalSettings } from './settings.ts';
import type { ActionMask, ActionStep } from './trace.ts';

/**
 * Terminal action analysis (EMV Book 3, 10.7): what was found, against what issuer and bank want done
 * about it. A bit that either of them names is enough.
 *
 *     denial  hit ─▶ AAC          (Z1)
 *     online  hit ─▶ ARQC         no line after all: default hit ─▶ AAC (Z3), else TC (Y3)
 *     neither     ─▶ TC           (Y1)
 */
export function analyseAction(
  card: CardData,
  settings: TerminalSettings,
  verificationResults: Uint8Array,
): ActionStep {
  const denial = maskFor('denial', card, settings, verificationResults);
  if (denial.isHit) return stepOf('first', verificationResults, [denial], 'AAC');
  const online = maskFor('online', card, settings, verificationResults);
  return stepOf('first', verificationResults, [denial, online], online.isHit ? 'ARQC' : 'TC');
}

/** Asked for the issuer, and nobody could reach it (P7). */
export function analyseWithoutLine(
  card: CardData,
  settings: TerminalSettings,
  verificationResults: Uint8Array,
): ActionStep & { readonly asks: 'AAC' | 'TC' } {
  const mask = maskFor('default', card, settings, verificationResults);
  const asks = mask.isHit ? 'AAC' : 'TC';
  return { ...stepOf('no-line', verificationResults, [mask], asks), asks };
}

/** Where the issuer says nothing, it wants to be asked, and no yes without it (10.7). */
const UNSAID = { denial: '0000000000', online: 'ffffffffff', default: 'ffffffffff' } as const;
const ISSUER = {
  denial: 'actionDenial',
  online: 'actionOnline',
  default: 'actionDefault',
} as const satisfies Record<
  ActionMask['mask'],
  keyof CardData['elements'] & keyof TerminalSettings
>;

function maskFor(
  mask: ActionMask['mask'],
  { elements }: CardData,
  settings: TerminalSettings,
  results: Uint8Array,
): ActionMask {
  const said = elements[ISSUER[mask]];
  const issuer = said ? toHex(said) : UNSAID[mask];
  const terminal = settings[ISSUER[mask]];
  const [ofIssuer, ofTerminal] = [fromHex(issuer), fromHex(terminal)];
  const hit = results.map((byte, i) => byte & ((ofIssuer[i] ?? 0) | (ofTerminal[i] ?? 0)));
  const isHit = hit.some((byte) => byte !== 0);
  return { mask, issuer, terminal, hits: namesOf(VERIFICATION_BITS, hit), isHit };
}

function stepOf(
  when: ActionStep['when'],
  results: Uint8Array,
  masks: readonly ActionMask[],
  asks: ActionStep['asks'],
): ActionStep {
  return {
    step: 'action-analysis',
    sets: [],
    when,
    verificationResults: toHex(results),
    masks,
    asks,
  };
}
