import type { PublicKeyJwk } from '../../shared/contracts/bank-api.ts';
import type { ChipCounters } from '../../bank-api/domain/chip-counters.ts';
import type { TerminalKeys } from '../../bank-api/domain/device-keys.ts';
import { NO_ANCHOR, type AnchorHead } from '../../bank-api/domain/journal-anchor.ts';

/** What the bank knows of one terminal. */
export interface BankTerminal {
  readonly id: string;
  readonly tillNumber: string;
  /** The key that it was activated with: who brings it again may have lost the answer. */
  readonly activatedWith: PublicKeyJwk;
  /** The one that it signs with, and the one that is to take its place (P25). */
  keys: TerminalKeys<PublicKeyJwk>;
  /** The one whose place its first has taken; null: none, or it was enrolled with a code. */
  former: PublicKeyJwk | null;
  /** Its people have given its till up (P24). */
  isReleased: boolean;
  /** How often a key came with a code since the first. */
  enrolled: number;
  /** Those that it had taken, and has lost with its books. */
  forgotten: readonly PublicKeyJwk[];
  keyStoreLevel: string;
  /** How many journals it has had. */
  journalNumber: number;
  readonly numbers: Map<number, string>;
  readonly traces: Map<string, string>;
  readonly chipCounters: Map<string, ChipCounters>;
  /** `epoch:number` → hash of that journal record. */
  readonly anchored: Map<string, string>;
  declaredUpTo: number;
  batchNumber: number;
  anchor: AnchorHead;
}

export function terminalWith(
  id: string,
  tillNumber: string,
  devicePublicKey: PublicKeyJwk,
): BankTerminal {
  return {
    id,
    tillNumber,
    activatedWith: devicePublicKey,
    keys: { first: devicePublicKey, next: null },
    former: null,
    isReleased: false,
    enrolled: 0,
    forgotten: [],
    keyStoreLevel: 'file',
    journalNumber: 1,
    numbers: new Map(),
    traces: new Map(),
    chipCounters: new Map(),
    anchored: new Map(),
    declaredUpTo: 0,
    batchNumber: 1,
    anchor: NO_ANCHOR,
  };
}
