import type { Right } from '../domain/operators.ts';

export interface Credentials {
  readonly operatorId: string;
  readonly pin: string;
}

export interface StepUp extends Credentials {
  readonly act: SupervisedAct;
}

export type SupervisedAct =
  | 'force-offline'
  | 'write-off'
  | 'try-again'
  | 'allow-above-cap'
  | 'unlock-cards'
  | 'enter-paper'
  | 'void'
  | 'refund'
  | 'close-signature'
  | 'release'
  | 'change-settings'
  | 'settle'
  | 'count-drawer'
  | 'protect-keys'
  | Right;

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
