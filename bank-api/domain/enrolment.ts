import type { ActivationRequest } from '../../shared/contracts/activation-api.ts';
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
  /** How many journals it has had; 0 before the first till. */
  readonly journalNumber: number;
}

export type BroughtDevice = Pick<ActivationRequest, 'keyStoreLevel' | 'formerly'> & {
  readonly keyId: string;
};

export type EnrolmentVerdict =
  | {
      readonly type: 'refused';
      readonly code:
        | 'key-store-too-weak'
        | 'other-terminal'
        | 'terminal-passed-on'
        | 'terminal-in-use'
        | 'terminal-open';
      readonly detail: string;
    }
  | {
      readonly type: 'taken';
      /** Another key than the one that it had. */
      readonly isOther: boolean;
      /** And another journal than the one that it knows: of a lost key alone everything is what it was. */
      readonly isNewDevice: boolean;
      /** The count of journals, this one's with them. */
      readonly journalNumber: number;
    };

/** Whether it matters what is open at this terminal; without it nobody has to look. */
export function asksWhatIsOpen(
  { keyId, isReleased }: EnrolledTerminal,
  brought: BroughtDevice,
): boolean {
  return !isReleased && (isOtherKey(keyId, brought) || brought.formerly !== undefined);
}

const isOtherKey = (known: string | null, { keyId }: BroughtDevice): boolean =>
  known !== null && known !== keyId;

/** `open`: null where nobody had to look. */
export function judgeEnrolment(
  terminal: EnrolledTerminal,
  brought: BroughtDevice,
  open: OpenAtTerminal | null,
): EnrolmentVerdict {
  const { terminalId, mode, keyId, journalNumber } = terminal;
  const { formerly } = brought;
  const refused = (
    code: Extract<EnrolmentVerdict, { type: 'refused' }>['code'],
    detail: string,
  ): EnrolmentVerdict => ({ type: 'refused', code, detail });
  if (mode === 'live' && brought.keyStoreLevel === 'file') {
    return refused('key-store-too-weak', 'a live merchant keeps no keys in a plain file');
  }
  if (formerly !== undefined && formerly.terminalId !== terminalId) {
    return refused('other-terminal', `the code is one of terminal ${terminalId}`);
  }
  const isOther = isOtherKey(keyId, brought);
  const isLast = formerly !== undefined && formerly.journalNumber >= journalNumber;
  if (isOther && formerly?.isOpen === true && !isLast) {
    const since = `journal ${formerly.journalNumber}; another till has begun ${journalNumber}`;
    return refused('terminal-passed-on', since);
  }
  // Of a sample shop nothing but what is open is worth keeping (P24).
  if (open !== null && ((isOther && mode !== 'demo') || isAnythingOpen(open))) {
    return refused(isOther ? 'terminal-in-use' : 'terminal-open', openText(open));
  }
  const next = journalAfter(terminal, isOther, isLast ? formerly.journalNumber : null);
  return {
    type: 'taken',
    isOther,
    isNewDevice: isOther && next !== journalNumber,
    journalNumber: next,
  };
}

/**
 * A bank whose books were put back may know of fewer journals than the till that comes with the last:
 * then that one counts, so that no till from before it comes back with what it has open.
 */
function journalAfter(
  { keyId, journalNumber }: EnrolledTerminal,
  isOther: boolean,
  last: number | null,
): number {
  if (last !== null) return last;
  return isOther || keyId === null ? journalNumber + 1 : journalNumber;
}
