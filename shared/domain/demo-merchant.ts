import { toHex } from '../lib/bytes.ts';
import { TEST_AUTHORITY_KEYS } from './emv/test-chip-keys.ts';
import { minor } from './money.ts';
import type { ChipParameters, TerminalParameters } from './parameters.ts';

/** The merchant that is there at the first start: a sample, marked as such on screen and slip. */
export const DEMO_MERCHANT = {
  merchantId: '898310054110001',
  merchantName: '晨光便利店',
  shopName: '晨光便利店 Chenguang Mart',
  terminalId: '01000001',
  tillNumber: '01',
} as const;

/** Cards of the test authority; who was not verified gets no yes without the bank (P17, P18). */
export const DEFAULT_CHIP_PARAMETERS: ChipParameters = {
  country: '0156',
  currency: '0156',
  terminalType: '22',
  terminalVersion: '0030',
  capabilities: '20e8c0',
  randomSelection: { thresholdMinor: minor(10_000), sharePercent: 0, maxSharePercent: 50 },
  contactlessMaxMinor: minor(5_000_000),
  actionDenial: '0000000000',
  actionOnline: 'dc4004f800',
  actionDefault: 'dc4084a800',
  authorityKeys: Object.entries(TEST_AUTHORITY_KEYS).map(([index, { modulus, exponent }]) => ({
    index: Number(index),
    modulus: toHex(modulus),
    exponent: toHex(exponent),
  })),
};

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
  hotListVersion: 1,
  keysVersion: 1,
  hotCardTokens: [],
  chip: DEFAULT_CHIP_PARAMETERS,
};

/**
 * Operators of the demo merchant; their PINs are shown on the sign-in screen of a demo till. 03 is new
 * there: discounts and deleting ask for the supervisor (A28).
 */
export const DEMO_OPERATORS = [
  { id: '01', name: '王 Wang', role: 'cashier', pin: '1111' },
  { id: '03', name: '赵 Zhao', role: 'cashier', pin: '3333', mayNot: ['discount', 'delete'] },
  { id: '00', name: '李 Li', role: 'supervisor', pin: '0000' },
  { id: '99', name: '周 Zhou', role: 'administrator', pin: '9900' },
] as const;

/** As a bank would list them. */
export const DEMO_OPERATOR_LIST = {
  version: 1,
  operators: DEMO_OPERATORS.map(({ pin: _pin, ...operator }) => ({ ...operator, startCode: null })),
};

/** Who a merchant of one's own begins with; their PINs are set at the till, with start codes. */
export const FIRST_OPERATORS = [
  { id: '01', name: '收银员 Cashier' },
  { id: '00', name: '主管 Supervisor' },
  { id: '99', name: '管理员 Admin' },
] as const;
