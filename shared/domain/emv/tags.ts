import type { TlvElement } from './tlv.ts';
import { encodeTlv } from './tlv.ts';

/**
 * The data elements that our cards, kernel and bank speak of (EMV Book 3, Annex A), by the name that
 * the code uses. Names for people stand beside them: the decision explainer and the wire view show
 * each value with its name and its bytes.
 */
export interface TagMeaning {
  readonly tag: number;
  readonly nameZh: string;
  readonly nameEn: string;
  /** n: digits, two a byte, zeros before · cn: digits, F behind · b: bits · an: letters and digits. */
  readonly format: 'n' | 'cn' | 'b' | 'an';
  readonly minBytes: number;
  readonly maxBytes: number;
}

type Row = readonly [number, string, string, TagMeaning['format'], number, number];

const meaning = ([tag, nameZh, nameEn, format, minBytes, maxBytes]: Row): TagMeaning => ({
  tag,
  nameZh,
  nameEn,
  format,
  minBytes,
  maxBytes,
});

export const TAGS = {
  applicationLabel: meaning([0x50, '应用标签', 'Application label', 'an', 1, 16]),
  cardNumber: meaning([0x5a, '主账号', 'Card number (PAN)', 'cn', 1, 10]),
  expiryDate: meaning([0x5f24, '应用失效日期', 'Application expiration date', 'n', 3, 3]),
  effectiveDate: meaning([0x5f25, '应用生效日期', 'Application effective date', 'n', 3, 3]),
  issuerCountry: meaning([0x5f28, '发卡国家代码', 'Issuer country code', 'n', 2, 2]),
  currency: meaning([0x5f2a, '交易货币代码', 'Transaction currency code', 'n', 2, 2]),
  cardSequence: meaning([0x5f34, '卡片序列号', 'PAN sequence number', 'n', 1, 1]),
  interchangeProfile: meaning([0x82, '应用交互特征', 'Application interchange profile', 'b', 2, 2]),
  dedicatedFile: meaning([0x84, '专用文件名', 'Dedicated file name', 'b', 5, 16]),
  responseCode: meaning([0x8a, '授权响应码', 'Authorisation response code', 'an', 2, 2]),
  firstObjectList: meaning([0x8c, '卡片风险管理数据对象列表1', 'CDOL1', 'b', 0, 252]),
  secondObjectList: meaning([0x8d, '卡片风险管理数据对象列表2', 'CDOL2', 'b', 0, 252]),
  verificationMethods: meaning([0x8e, '持卡人验证方法列表', 'CVM list', 'b', 10, 252]),
  authorityKeyIndex: meaning([0x8f, '认证中心公钥索引', 'Authority public key index', 'b', 1, 1]),
  issuerCertificate: meaning([
    0x90,
    '发卡行公钥证书',
    'Issuer public key certificate',
    'b',
    1,
    248,
  ]),
  issuerAuthentication: meaning([0x91, '发卡行认证数据', 'Issuer authentication data', 'b', 8, 16]),
  issuerKeyRemainder: meaning([0x92, '发卡行公钥余项', 'Issuer public key remainder', 'b', 0, 248]),
  fileLocator: meaning([0x94, '应用文件定位器', 'Application file locator', 'b', 0, 252]),
  verificationResults: meaning([0x95, '终端验证结果', 'Terminal verification results', 'b', 5, 5]),
  date: meaning([0x9a, '交易日期', 'Transaction date', 'n', 3, 3]),
  statusInformation: meaning([0x9b, '交易状态信息', 'Transaction status information', 'b', 2, 2]),
  transactionType: meaning([0x9c, '交易类型', 'Transaction type', 'n', 1, 1]),
  amount: meaning([0x9f02, '授权金额', 'Amount, authorised', 'n', 6, 6]),
  amountOther: meaning([0x9f03, '其他金额', 'Amount, other', 'n', 6, 6]),
  application: meaning([0x9f06, '应用标识符', 'Application identifier (AID)', 'b', 5, 16]),
  usageControl: meaning([0x9f07, '应用用途控制', 'Application usage control', 'b', 2, 2]),
  cardVersion: meaning([0x9f08, '卡片应用版本号', 'Application version, card', 'b', 2, 2]),
  terminalVersion: meaning([0x9f09, '终端应用版本号', 'Application version, terminal', 'b', 2, 2]),
  actionDefault: meaning([0x9f0d, '发卡行行为代码-缺省', 'Issuer action code, default', 'b', 5, 5]),
  actionDenial: meaning([0x9f0e, '发卡行行为代码-拒绝', 'Issuer action code, denial', 'b', 5, 5]),
  actionOnline: meaning([0x9f0f, '发卡行行为代码-联机', 'Issuer action code, online', 'b', 5, 5]),
  issuerData: meaning([0x9f10, '发卡行应用数据', 'Issuer application data', 'b', 0, 32]),
  lastOnlineCounter: meaning([0x9f13, '上次联机ATC', 'Last online ATC register', 'b', 2, 2]),
  lowerOfflineLimit: meaning([0x9f14, '连续脱机下限', 'Lower offline limit', 'b', 1, 1]),
  terminalCountry: meaning([0x9f1a, '终端国家代码', 'Terminal country code', 'n', 2, 2]),
  floorLimit: meaning([0x9f1b, '终端最低限额', 'Terminal floor limit', 'b', 4, 4]),
  upperOfflineLimit: meaning([0x9f23, '连续脱机上限', 'Upper offline limit', 'b', 1, 1]),
  cryptogram: meaning([0x9f26, '应用密文', 'Application cryptogram', 'b', 8, 8]),
  cryptogramInformation: meaning([
    0x9f27,
    '密文信息数据',
    'Cryptogram information data',
    'b',
    1,
    1,
  ]),
  cardCertificate: meaning([0x9f46, 'IC卡公钥证书', 'Card public key certificate', 'b', 1, 248]),
  terminalCapabilities: meaning([0x9f33, '终端性能', 'Terminal capabilities', 'b', 3, 3]),
  cvmResults: meaning([0x9f34, '持卡人验证方法结果', 'CVM results', 'b', 3, 3]),
  terminalType: meaning([0x9f35, '终端类型', 'Terminal type', 'n', 1, 1]),
  transactionCounter: meaning([
    0x9f36,
    '应用交易计数器',
    'Application transaction counter',
    'b',
    2,
    2,
  ]),
  unpredictableNumber: meaning([0x9f37, '不可预知数', 'Unpredictable number', 'b', 4, 4]),
  cardKeyExponent: meaning([0x9f47, 'IC卡公钥指数', 'Card public key exponent', 'b', 1, 3]),
  cardKeyRemainder: meaning([0x9f48, 'IC卡公钥余项', 'Card public key remainder', 'b', 0, 248]),
  dynamicObjectList: meaning([0x9f49, '动态数据认证数据对象列表', 'DDOL', 'b', 0, 252]),
  staticTagList: meaning([0x9f4a, '静态数据认证标签列表', 'Static data tag list', 'b', 0, 252]),
  dynamicSignature: meaning([0x9f4b, '签名动态应用数据', 'Signed dynamic data', 'b', 1, 248]),
  issuerKeyExponent: meaning([0x9f32, '发卡行公钥指数', 'Issuer public key exponent', 'b', 1, 3]),
} as const satisfies Readonly<Record<string, TagMeaning>>;

export type DataName = keyof typeof TAGS;

/** Values by name: what a transaction knows at a moment. */
export type DataElements = Readonly<Partial<Record<DataName, Uint8Array>>>;

const BY_TAG: ReadonlyMap<number, DataName> = new Map(
  (Object.keys(TAGS) as DataName[]).map((name) => [TAGS[name].tag, name]),
);

export function nameOfTag(tag: number): DataName | undefined {
  return BY_TAG.get(tag);
}

export function hasFittingLength(name: DataName, value: Uint8Array): boolean {
  const { minBytes, maxBytes } = TAGS[name];
  return value.length >= minBytes && value.length <= maxBytes;
}

/** As field 55 of a message carries them: one after the other, in the order of the names given. */
export function encodeElements(
  names: readonly DataName[],
  elements: DataElements,
): Uint8Array<ArrayBuffer> {
  const known = names.flatMap((name): TlvElement[] => {
    const value = elements[name];
    return value === undefined ? [] : [{ tag: TAGS[name].tag, value }];
  });
  return encodeTlv(known);
}
