import { toHex } from '../../lib/bytes.ts';
import type { ChipInputs } from './chip-inputs.ts';
import type { KernelDone } from './kernel/kernel.ts';
import type { TraceStep } from './kernel/trace.ts';

/** Yes and no of terminal and card alone: at once (1), or after no bank could be asked (3). */
export type ChipYes = 'Y1' | 'Y3';
export type ChipNo = 'Z1' | 'Z3';

export function isChipYes(code: ChipYes | ChipNo | null): code is ChipYes {
  return code === 'Y1' || code === 'Y3';
}

/**
 * Why a card payment was decided as it was (P17), as it is kept with the payment: what was asked and
 * given at each step, and the results in their bytes. No card number is in it, and nothing else that
 * the reader seals (I6). The decision explainer goes through it, today or in a year.
 */
export interface ChipRecord {
  /** TVR, TSI and CVM results: tags 95, 9B and 9F34, hex. */
  readonly verificationResults: string;
  readonly statusInformation: string;
  readonly cardholderResults: string;
  /** Null where the bank was to be asked. */
  readonly code: ChipYes | ChipNo | null;
  readonly steps: readonly TraceStep[];
  /** Whose word it is, for the slip (TERMINAL 2d); absent on records of before. */
  readonly application?: ChipName;
  /** What it was decided from; absent on records of before. */
  readonly inputs?: ChipInputs;
}

/** AID (tag 84, hex), application label (50) and PAN sequence number (5F34). */
export interface ChipName {
  readonly id: string;
  readonly label: string;
  readonly sequence: string;
  /** Of a chip that has said yes by itself: what a host needs to check its certificate later, hex. */
  readonly offline?: OfflineProof;
}

/** AIP (tag 82), UN (9F37) and IAD (9F10). */
export interface OfflineProof {
  readonly interchangeProfile: string;
  readonly unpredictableNumber: string;
  readonly issuerData: string;
}

export function offlineProofOf({ elements }: Pick<KernelDone, 'elements'>): OfflineProof {
  const { interchangeProfile, unpredictableNumber, issuerData } = elements;
  return {
    interchangeProfile: hexOf(interchangeProfile),
    unpredictableNumber: hexOf(unpredictableNumber),
    issuerData: hexOf(issuerData),
  };
}

function hexOf(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? '' : toHex(bytes);
}

export function chipRecordOf(
  { elements, steps }: KernelDone,
  code: ChipRecord['code'],
  inputs?: ChipInputs,
  application?: ChipName,
): ChipRecord {
  return {
    verificationResults: hexOf(elements.verificationResults),
    statusInformation: hexOf(elements.statusInformation),
    cardholderResults: hexOf(elements.cvmResults),
    code,
    steps,
    ...(application === undefined ? {} : { application }),
    ...(inputs === undefined ? {} : { inputs }),
  };
}
