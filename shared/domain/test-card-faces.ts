import { minor, type Minor } from './money.ts';

/**
 * The test cards as they lie on the tray: all but their numbers, which a window never has, not even
 * in its own files (P27).
 */
export interface TestCardFace {
  readonly id: string;
  /** First six and last four, as on a slip (P16). */
  readonly maskedNumber: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly scheme: string;
  readonly expiry: string;
  /** The month with which it begins to be good; left out: it is good already. */
  readonly goodFrom?: string;
  readonly entryMode: 'chip' | 'contactless';
  /**
   * At any amount. `online-pin`: the bank checks it, so the card needs a line (P18); `pin-by-card`:
   * the chip itself does, with a count of its own; `signature`: its holder signs.
   */
  readonly verification: 'none' | 'online-pin' | 'pin-by-card' | 'signature';
  /** What its holder types where a PIN is asked for: by the chip, or above the no-PIN limit. */
  readonly pin: string;
  /** The chip may approve below the floor limit on its own (TC). */
  readonly chipApprovesOffline: boolean;
  /** What the issuer does with it. */
  readonly account: {
    readonly balanceMinor: Minor;
    readonly standing: 'good' | 'stolen' | 'restricted';
    /** Asked for more than there is, it says yes to what there is (10), not no (51). */
    readonly approvesInPart?: true;
    /** Each yes of its issuer is a defective one: A4, A5 or A6 by the amount's last digit, else A2. */
    readonly yesIsDefective?: true;
  };
}

export const TEST_CARD_FACES: readonly TestCardFace[] = [
  {
    id: 'good-tap',
    maskedNumber: '622848******0072',
    nameZh: '好卡 · 挥卡免密',
    nameEn: 'Good card · tap, no PIN',
    scheme: 'UnionPay',
    expiry: '2029-12',
    entryMode: 'contactless',
    verification: 'none',
    pin: '135790',
    chipApprovesOffline: false,
    account: { balanceMinor: minor(5000000), standing: 'good' },
  },
  {
    id: 'good-chip',
    maskedNumber: '622848******0155',
    nameZh: '好卡 · 插卡，芯片可脱机批准',
    nameEn: 'Good card · chip approves offline',
    scheme: 'UnionPay',
    expiry: '2029-12',
    entryMode: 'chip',
    verification: 'none',
    pin: '246801',
    chipApprovesOffline: true,
    account: { balanceMinor: minor(2000000), standing: 'good' },
  },
  {
    id: 'good-pin',
    maskedNumber: '622848******0239',
    nameZh: '好卡 · 插卡，联机密码',
    nameEn: 'Good card · chip and online PIN',
    scheme: 'UnionPay',
    expiry: '2028-06',
    entryMode: 'chip',
    verification: 'online-pin',
    pin: '123456',
    chipApprovesOffline: false,
    account: { balanceMinor: minor(8000000), standing: 'good' },
  },
  {
    id: 'poor',
    maskedNumber: '622848******0312',
    nameZh: '余额不足',
    nameEn: 'Not enough funds',
    scheme: 'UnionPay',
    expiry: '2029-12',
    entryMode: 'contactless',
    verification: 'none',
    pin: '112233',
    chipApprovesOffline: false,
    account: { balanceMinor: minor(100), standing: 'good' },
  },
  {
    id: 'stolen',
    maskedNumber: '622848******0494',
    nameZh: '被盗卡',
    nameEn: 'Stolen card',
    scheme: 'UnionPay',
    expiry: '2029-12',
    entryMode: 'contactless',
    verification: 'none',
    pin: '445566',
    chipApprovesOffline: false,
    account: { balanceMinor: minor(3000000), standing: 'stolen' },
  },
  {
    id: 'expired',
    maskedNumber: '622848******0569',
    nameZh: '过期卡',
    nameEn: 'Expired card',
    scheme: 'UnionPay',
    expiry: '2024-03',
    entryMode: 'chip',
    verification: 'none',
    pin: '778899',
    chipApprovesOffline: false,
    account: { balanceMinor: minor(3000000), standing: 'good' },
  },
  {
    id: 'restricted',
    maskedNumber: '622848******0643',
    nameZh: '受限卡',
    nameEn: 'Restricted card',
    scheme: 'UnionPay',
    expiry: '2029-12',
    entryMode: 'chip',
    verification: 'none',
    pin: '102030',
    chipApprovesOffline: false,
    account: { balanceMinor: minor(3000000), standing: 'restricted' },
  },
  {
    id: 'limit-tap',
    maskedNumber: '622848******0726',
    nameZh: '好卡二 · 挥卡免密',
    nameEn: 'Second good card · tap',
    scheme: 'UnionPay',
    expiry: '2030-01',
    entryMode: 'contactless',
    verification: 'none',
    pin: '908070',
    chipApprovesOffline: false,
    account: { balanceMinor: minor(6000000), standing: 'good' },
  },
  {
    id: 'chip-pin',
    maskedNumber: '622848******0890',
    nameZh: '好卡 · 插卡，脱机密码',
    nameEn: 'Good card · chip, its own PIN',
    scheme: 'UnionPay',
    expiry: '2029-12',
    entryMode: 'chip',
    verification: 'pin-by-card',
    pin: '864209',
    chipApprovesOffline: true,
    account: { balanceMinor: minor(4000000), standing: 'good' },
  },
  {
    id: 'chip-sign',
    maskedNumber: '622848******1070',
    nameZh: '好卡 · 插卡，持卡人签名',
    nameEn: 'Good card · chip and signature',
    scheme: 'UnionPay',
    expiry: '2029-12',
    entryMode: 'chip',
    verification: 'signature',
    pin: '975310',
    chipApprovesOffline: true,
    account: { balanceMinor: minor(4000000), standing: 'good' },
  },
  {
    id: 'small',
    maskedNumber: '622848******0973',
    nameZh: '余额不多 · 可部分授权',
    nameEn: 'Little money · approves a part',
    scheme: 'UnionPay',
    expiry: '2029-12',
    entryMode: 'contactless',
    verification: 'none',
    pin: '314159',
    chipApprovesOffline: false,
    account: { balanceMinor: minor(1500), standing: 'good', approvesInPart: true },
  },
  {
    id: 'early',
    maskedNumber: '622848******1153',
    nameZh: '尚未生效的卡',
    nameEn: 'Not yet valid card',
    scheme: 'UnionPay',
    expiry: '2035-06',
    goodFrom: '2034-01',
    entryMode: 'chip',
    verification: 'none',
    pin: '271828',
    chipApprovesOffline: true,
    account: { balanceMinor: minor(3000000), standing: 'restricted' },
  },
  {
    id: 'defective',
    maskedNumber: '629999******0108',
    nameZh: '好卡 · 有缺陷的成功',
    nameEn: 'Good card · defective success',
    scheme: 'UnionPay',
    expiry: '2029-12',
    entryMode: 'contactless',
    verification: 'none',
    pin: '161803',
    chipApprovesOffline: false,
    account: { balanceMinor: minor(4000000), standing: 'good', yesIsDefective: true },
  },
];
