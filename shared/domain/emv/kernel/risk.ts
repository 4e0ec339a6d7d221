import { binaryNumber } from '../digits.ts';
import type { CardData } from './card-data.ts';
import type { KernelTransaction, TerminalSettings } from './settings.ts';
import type { FloorLimitStep, HotListStep, RandomSelectionStep, VelocityStep } from './trace.ts';

/**
 * Terminal risk management (EMV Book 3, 10.6; P17): large sales, a share of the small ones, cards that
 * have not been online for long and cards that the bank has named must not be decided without it.
 * Always done, also for a card that does not ask for it: a forged one would not.
 */
export function manageRisk(
  card: CardData,
  settings: TerminalSettings,
  transaction: KernelTransaction,
): readonly [HotListStep, FloorLimitStep, RandomSelectionStep, VelocityStep] {
  return [
    hotList(transaction),
    floorLimit(settings, transaction),
    randomSelection(settings, transaction),
    velocity(card),
  ];
}

function hotList({ isHot, isForcedOnline }: KernelTransaction): HotListStep {
  const hot = isHot ? (['card-on-hot-list'] as const) : [];
  const forced = isForcedOnline ? (['merchant-forced-online'] as const) : [];
  return { step: 'hot-list', sets: [...hot, ...forced], isHot, isForcedOnline };
}

/** At the limit is above it (10.6.1). */
function floorLimit(
  { floorLimitMinor: limitMinor }: TerminalSettings,
  { amountMinor, lastAmountMinor }: KernelTransaction,
): FloorLimitStep {
  const isReached = amountMinor + lastAmountMinor >= limitMinor;
  const sets = isReached ? (['floor-limit-reached'] as const) : [];
  return { step: 'floor-limit', sets, amountMinor, lastAmountMinor, limitMinor };
}

/** Nobody can know beforehand which small sale is asked about (10.6.2). */
function randomSelection(
  { floorLimitMinor, randomSelection: settings }: TerminalSettings,
  { amountMinor, draw }: KernelTransaction,
): RandomSelectionStep {
  const { thresholdMinor, sharePercent, maxSharePercent } = settings;
  if (amountMinor >= floorLimitMinor) {
    return { step: 'random-selection', sets: [], draw, sharePercent: null };
  }
  const above = Math.max(0, amountMinor - thresholdMinor);
  const span = Math.max(1, floorLimitMinor - thresholdMinor);
  const share = sharePercent + Math.floor(((maxSharePercent - sharePercent) * above) / span);
  const sets = draw <= share ? (['randomly-selected'] as const) : [];
  return { step: 'random-selection', sets, draw, sharePercent: share };
}

/** How often the card was used since its issuer last heard of it (10.6.3). */
function velocity({ elements }: CardData): VelocityStep {
  const read = (bytes: Uint8Array | undefined) => (bytes ? binaryNumber(bytes) : null);
  const numbers = {
    transactionCounter: read(elements.transactionCounter),
    lastOnlineCounter: read(elements.lastOnlineCounter),
    lowerLimit: read(elements.lowerOfflineLimit),
    upperLimit: read(elements.upperOfflineLimit),
  };
  const { transactionCounter, lastOnlineCounter, lowerLimit, upperLimit } = numbers;
  const step = 'velocity';
  if (lowerLimit === null || upperLimit === null) {
    return { step, sets: [], ...numbers, outcome: 'skipped' };
  }
  const isNew = lastOnlineCounter === 0 ? (['new-card'] as const) : [];
  const both = ['lower-offline-limit-exceeded', 'upper-offline-limit-exceeded'] as const;
  const isUsable =
    transactionCounter !== null &&
    lastOnlineCounter !== null &&
    transactionCounter > lastOnlineCounter;
  if (!isUsable) {
    return { step, sets: [...both, ...isNew], ...numbers, outcome: 'counters-unusable' };
  }
  const since = transactionCounter - lastOnlineCounter;
  const lower = since > lowerLimit ? [both[0]] : [];
  const upper = since > upperLimit ? [both[1]] : [];
  const exceeded = [...lower, ...upper];
  const outcome = exceeded.length > 0 ? 'exceeded' : 'within';
  return { step, sets: [...exceeded, ...isNew], ...numbers, outcome };
}
