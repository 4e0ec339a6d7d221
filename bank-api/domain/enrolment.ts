import type { ActivationRequest } from '../../shared/contracts/bank-api.ts';
import {
  isAnythingOpen,
  openText,
  type OpenAtTerminal,
} from '../../shared/domain/open-at-terminal.ts';

/** What the bank knows of a terminal when somebody brings a code of it, and a key (P24, P25). */
export interface EnrolledTerminal {
  readonly terminalId: string;
  readonly mode: string;
  /** Null: no till has it yet. */
  readonly keyId: string | null;
  /** The bank's people have given its till up: whatever is open, the next one may have it. */
  readonly isReleased: boolean;
}

export type BroughtDevice = Pick<
  ActivationRequest,
  'keyStoreLevel' | 'terminalId' | 'keepsJournal'
> & { readonly keyId: string };

export type EnrolmentVerdict =
  | {
      readonly type: 'refused';
      readonly code: 'key-store-too-weak' | 'other-terminal' | 'terminal-in-use' | 'terminal-open';
      readonly detail: string;
    }
  | {
      readonly type: 'taken';
      /** Another key than the one that it had. */
      readonly isOther: boolean;
      /** And a journal that begins anew: of a lost key alone everything is what it was. */
      readonly isNewDevice: boolean;
    };

/** Whether it matters what is open at this terminal; without it nobody has to look. */
export function asksWhatIsOpen(
  { keyId, isReleased }: EnrolledTerminal,
  brought: BroughtDevice,
): boolean {
  return !isReleased && (isOtherKey(keyId, brought) || brought.terminalId !== undefined);
}

const isOtherKey = (known: string | null, { keyId }: BroughtDevice): boolean =>
  known !== null && known !== keyId;

/** `open`: null where nobody had to look. */
export function judgeEnrolment(
  terminal: EnrolledTerminal,
  brought: BroughtDevice,
  open: OpenAtTerminal | null,
): EnrolmentVerdict {
  const { terminalId, mode, keyId } = terminal;
  const refused = (
    code: Extract<EnrolmentVerdict, { type: 'refused' }>['code'],
    detail: string,
  ): EnrolmentVerdict => ({ type: 'refused', code, detail });
  if (mode === 'live' && brought.keyStoreLevel === 'file') {
    return refused('key-store-too-weak', 'a live merchant keeps no keys in a plain file');
  }
  if (brought.terminalId !== undefined && brought.terminalId !== terminalId) {
    return refused('other-terminal', `the code is one of terminal ${terminalId}`);
  }
  const isOther = isOtherKey(keyId, brought);
  // Of a sample shop nothing but what is open is worth keeping (P24).
  if (open !== null && ((isOther && mode !== 'demo') || isAnythingOpen(open))) {
    return refused(isOther ? 'terminal-in-use' : 'terminal-open', openText(open));
  }
  return { type: 'taken', isOther, isNewDevice: isOther && brought.keepsJournal !== true };
}
