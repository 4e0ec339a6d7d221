import type { CardLock } from '../domain/card-lock.ts';
import type { Drawer } from '../domain/drawer.ts';
import type { OperatorRole, Right } from '../domain/operators.ts';
import type { TerminalParameters } from '../domain/parameters.ts';
import type { DeskDevices, Power } from '../domain/readiness.ts';
import type { Settlement } from '../domain/settlement.ts';
import type { Failure } from './error-codes.ts';
import type { VersionRefusal } from './program-version.ts';

export interface HostFacts {
  readonly host: 'electron' | 'browser';
  readonly appVersion: string;
  /** What the program is made of (P29); null where it cannot be read. */
  readonly programHash: string | null;
  /** Of the bank's list of operators; null on a till that has none yet. */
  readonly operatorsVersion: number | null;
  /** True on any runtime other than the pinned one: marked on screen, not for a shop. */
  readonly developmentRuntime: boolean;
  readonly runtimeVersion: string;
  readonly keyStoreLevel: KeyStoreLevel;
  /** The keys wait for the shop's passphrase: nothing but this and the settings is known (P25). */
  readonly keysLocked: boolean;
  readonly terminal: Terminal | null;
  /** Where this till asks its bank; empty before it is activated. */
  readonly bankUrl: string;
  /** Why this device is not a terminal although it was given a code, by a launcher or by a person. */
  readonly refusedActivation: RefusedActivation | null;
  readonly session: OperatorSession | null;
  /** Whose till it is while it is locked; null where anybody may sign in. */
  readonly lockedBy: string | null;
  readonly operators: readonly OperatorFacts[];
  readonly settings: HostSettings;
  readonly freeBytes: number | null;
  readonly machine: MachineTime;
  readonly forcedOffline: ForcedOffline | null;
  /** By the bank's last word, if it is not null: no card is read, all else goes on (P29). */
  readonly versionRefusal: VersionRefusal | null;
  /** Known once the journal is open. */
  readonly cardLock: CardLock | null;
  /** The last day end of the journal, wherever it stands (P22); known once that is open. */
  readonly settlement: Settlement | null;
  /** What the drawer should hold by the journal; known once that is open. */
  readonly drawer: Drawer;
}

export interface RefusedActivation {
  /** The bank that was asked. */
  readonly bankUrl: string;
  readonly failure: Failure;
}

/** Off the line because a supervisor wants it so (P14). */
export interface ForcedOffline {
  readonly sinceMs: number;
  readonly supervisorId: string;
  readonly reason: string;
}

/** How long the machine has been running: counts through sleep, and no one sets it (P20). */
export interface MachineTime {
  /** Another one after each start of the machine (or, where that is hidden, of this program). */
  readonly bootId: string;
  readonly uptimeMs: number;
}

export interface Terminal {
  readonly terminalId: string;
  readonly merchantId: string;
  readonly merchantName: string;
  readonly shopName: string;
  readonly tillNumber: string;
  readonly mode: 'demo' | 'training' | 'live';
  readonly parameters: TerminalParameters;
}

export type KeyStoreLevel = 'keyring' | 'passphrase' | 'file';

export interface OperatorFacts {
  readonly id: string;
  readonly name: string;
  readonly role: OperatorRole;
  /** Shown on the sign-in screen of a demo till only. */
  readonly samplePin: string | null;
  /** Has set one at this till. */
  readonly hasPin: boolean;
  /** The bank has given out a start code that this till has not taken yet. */
  readonly hasStartCode: boolean;
  /** As in the session. */
  readonly mayNot?: readonly Right[];
}

export interface OperatorSession {
  readonly operatorId: string;
  readonly role: OperatorRole;
  /** What asks for a supervisor each time, by the bank's list (A28); absent: nothing. */
  readonly mayNot?: readonly Right[];
}

/** What only the host can see of the machine and of what is connected to it. */
export interface MachineCheck extends DeskDevices {
  /** Null where the system has nothing to say. */
  readonly power: Power | null;
  /** Null on a till that was activated before this was kept. */
  readonly keysMadeAtMs: number | null;
}

export interface HostSettings {
  readonly language: 'zh-CN' | 'en';
  readonly theme: 'system' | 'light' | 'dark';
}
