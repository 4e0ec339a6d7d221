import { useTranslation } from 'react-i18next';
import type {
  CryptogramStep,
  FloorLimitStep,
  HotListStep,
  RandomSelectionStep,
  RestrictionsStep,
  TraceStep,
  VelocityStep,
} from '../../../shared/domain/emv/kernel/trace.ts';
import { money } from '../kit/money.ts';

type Said = readonly [key: `found.${string}`, parts: Readonly<Record<string, string>>];

/** What a step found, in a sentence that a cashier understands. */
export function useFoundWords(): (step: TraceStep) => string {
  const { t } = useTranslation('decision');
  const say = t as (key: string, parts: Readonly<Record<string, string>>) => string;
  return (step) => {
    const [key, parts] = saidOf(step);
    const { type, ...others } = parts;
    return type === undefined
      ? say(key, parts)
      : say(key, { ...others, type, meaning: say(`asks.${type}`, {}) });
  };
}

/** Key and parts of the sentence; a test looks whether each has its text. */
export function saidOf(step: TraceStep): Said {
  switch (step.step) {
    case 'data-authentication':
      return [`found.authentication.${step.outcome}`, {}];
    case 'restrictions':
      return restrictions(step);
    case 'contactless-limits': {
      const isTooMuch = step.outcome === 'use-chip';
      const limit = money(isTooMuch ? step.transactionLimitMinor : step.noPinLimitMinor);
      return [`found.contactless.${step.outcome}`, { amount: money(step.amountMinor), limit }];
    }
    case 'cardholder-verification': {
      const { method } = step;
      const isVerified = method !== null && method !== 'fail' && method !== 'unknown';
      return [`found.cardholder.${isVerified ? method : 'not'}`, {}];
    }
    case 'hot-list':
      return hotList(step);
    case 'floor-limit':
      return floorLimit(step);
    case 'random-selection':
      return randomSelection(step);
    case 'velocity':
      return velocity(step);
    case 'action-analysis':
      return ['found.asks', { type: step.asks }];
    case 'cryptogram':
      return cryptogram(step);
  }
}

function restrictions({ sets, expiryDate, date }: RestrictionsStep): Said {
  const key = sets.length === 0 ? 'found.restrictions.fine' : 'found.restrictions.not';
  return [key, { expiry: dayText(expiryDate), date: dayText(date) }];
}

function hotList({ isHot, isForcedOnline }: HotListStep): Said {
  if (isHot) return ['found.hot-list.hot', {}];
  return [isForcedOnline ? 'found.hot-list.line' : 'found.hot-list.no-line', {}];
}

function floorLimit({ sets, amountMinor, lastAmountMinor, limitMinor }: FloorLimitStep): Said {
  const parts = { amount: money(amountMinor), limit: money(limitMinor) };
  if (lastAmountMinor > 0) {
    return ['found.floor-limit.withLast', { ...parts, last: money(lastAmountMinor) }];
  }
  return [sets.length > 0 ? 'found.floor-limit.reached' : 'found.floor-limit.below', parts];
}

function randomSelection({ sets, draw, sharePercent }: RandomSelectionStep): Said {
  if (sharePercent === null) return ['found.random.none', {}];
  const key = sets.length > 0 ? 'found.random.chosen' : 'found.random.not';
  return [key, { draw: String(draw), share: String(sharePercent) }];
}

function velocity(step: VelocityStep): Said {
  const { outcome, transactionCounter, lastOnlineCounter, lowerLimit, upperLimit } = step;
  if (outcome === 'skipped') return ['found.velocity.skipped', {}];
  if (outcome === 'counters-unusable') return ['found.velocity.unusable', {}];
  const uses = String((transactionCounter ?? 0) - (lastOnlineCounter ?? 0));
  const limits = { lower: String(lowerLimit ?? 0), upper: String(upperLimit ?? 0) };
  return [`found.velocity.${outcome}`, { uses, ...limits }];
}

function cryptogram({ asked, given }: CryptogramStep): Said {
  if (given === null) return ['found.cryptogramNone', { asked }];
  return [given === asked ? 'found.cryptogram' : 'found.cryptogramLess', { asked, given }];
}

/** `YYMMDD` as a date that is read the same everywhere. */
function dayText(date: string): string {
  return `20${date.slice(0, 2)}-${date.slice(2, 4)}-${date.slice(4)}`;
}
