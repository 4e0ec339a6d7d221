import type { JournalBody } from '../domain/journal.ts';

export interface Credentials {
  readonly operatorId: string;
  readonly pin: string;
}

export interface StepUp extends Credentials {
  readonly act: SupervisedAct;
}

/** What the journal keeps as an act, and what has a record of another kind, or none. */
export type SupervisedAct =
  | Extract<JournalBody, { kind: 'supervisor-act' }>['act']
  | 'force-offline'
  | 'change-settings'
  | 'settle'
  | 'count-drawer'
  | 'protect-keys';

/** Goes with the act it was given for: into the channel's argument or the record's body. */
export interface Approval {
  readonly approvalId: string;
  readonly supervisorId: string;
}

export interface Reasoned {
  readonly approvalId: string;
  readonly reason: string;
}

export interface ForceOffline extends Reasoned {
  readonly on: boolean;
}
