import { minor } from './money.ts';
import type { TerminalParameters } from './parameters.ts';

/** The merchant that is there at the first start: a sample, marked as such on screen and slip. */
export const DEMO_MERCHANT = {
  merchantId: '898310054110001',
  merchantName: '晨光便利店',
  shopName: '晨光便利店 Chenguang Mart',
  terminalId: '01000001',
  tillNumber: '01',
} as const;

/** The values of PROTOCOL, as a small shop would be given them. */
export const DEFAULT_PARAMETERS: TerminalParameters = {
  version: 1,
  currency: 'CNY',
  offline: {
    enabled: true,
    perSaleMinor: minor(50_000),
    hardPerSaleMinor: minor(100_000),
    perCardMinor: minor(100_000),
    totalExposureMinor: minor(500_000),
    hardTotalExposureMinor: minor(1_000_000),
    maxCount: 200,
    maxAgeMs: 24 * 60 * 60 * 1000,
    floorLimitMinor: minor(20_000),
  },
  wait: { attemptMs: 8_000, attendedMs: 20_000, leftAloneMs: 10 * 60 * 1000 },
  dayCutOffHour: 4,
  noPinLimitMinor: minor(100_000),
  mostRecordsPerBatch: 1000,
  hotCardTokens: [],
};

/** Operators of the demo merchant; their PINs are shown on the sign-in screen of a demo till. */
export const DEMO_OPERATORS = [
  { id: '01', name: '王 Wang', role: 'cashier', pin: '1111' },
  { id: '00', name: '李 Li', role: 'supervisor', pin: '0000' },
] as const;
