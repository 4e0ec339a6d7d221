import type { Language } from './language.ts';

/**
 * What a text can say about money at the moment at which it is shown (I9). `claims.ts` says which
 * text says what; a till of the simulation that shows it is held to it (`e2e/sim/word-audit.ts`).
 *
 *   nothing-owed   no reversal waits for the bank
 *   no-charge      the card is not charged, and will not be
 *   not-sent       nothing of it has left this till
 *   no-step        this step is recorded nowhere
 *   not-booked     it is not known to be in both copies
 *   not-paid       the sale is not paid
 *   sold           the sale is paid
 *   voided         the sale was sold, and is taken back in full
 *   not-again      the money must not be taken a second time
 *   cards-locked   no card is read before somebody has cleared it up
 *   will-go-back   the till takes it back by itself
 *   given-back     the reversal is durable: whatever the bank took goes back
 *   chip-yes       the chip has said yes, which is a promise
 *   promised       nobody at the bank has said yes
 *   unknown        asked and not answered
 *   noted          the journal tells of it
 *   booked         both copies of this till hold it
 *   written-off    a supervisor has decided that the shop bears the loss
 *   recovered      a later try of it is paid
 *   decided        a supervisor has decided about it, and the journal tells of that
 *   bank-yes       the bank has said yes, and the yes stands
 *   bank-no        the bank, the chip or the rules have said no
 *   in-drawer      cash of this sale lies in the drawer
 *   unsent         the bank has not heard of the record
 *   reported       the bank has the record
 *   kept           what was recorded stays recorded
 */
type Vocabulary = Readonly<Record<Language, RegExp>>;

/**
 * The fixed words of each claim. They are looked for in this order, and what one has found is taken
 * away before the next looks: “not authorised” is no “authorised”.
 */
const VOCABULARY = {
  'nothing-owed': { 'zh-CN': /没有欠着银行的冲正/gu, en: /nothing is owed to the bank/giu },
  'no-charge': {
    'zh-CN': /没有(多)?扣款|未扣款|银行没有入账/gu,
    en: /nothing (more )?(was )?charged|booked nothing/giu,
  },
  'not-sent': { 'zh-CN': /没有发(出|给银行|送)/gu, en: /nothing was sent/giu },
  'no-step': { 'zh-CN': /步没有发生/gu, en: /step did not happen/giu },
  'not-booked': {
    'zh-CN': /没有记下|未记账|没能记下|没有确认写入/gu,
    en: /not written down|not recorded|could not (be recorded|write down)|not confirmed to be in both/giu,
  },
  'not-paid': {
    'zh-CN': /没有收款|未收款|(?<!还)没有成交|未成交/gu,
    en: /not paid|no money was taken|nothing was sold|not sold/giu,
  },
  sold: {
    'zh-CN': /已成交|已经付清|已经付过款/gu,
    en: /^sold|is paid and recorded already|was paid already/giu,
  },
  voided: { 'zh-CN': /这一单已经撤销/gu, en: /this sale was voided/giu },
  'not-again': {
    'zh-CN': /(不要|请勿)再次收款|再次收款之前/gu,
    en: /(do not|before) tak(e|ing) the money again|do not pay again/giu,
  },
  'cards-locked': { 'zh-CN': /银行卡已锁定/gu, en: /cards are locked/giu },
  'will-go-back': {
    'zh-CN': /自动冲正|正在冲正|自动退回/gu,
    en: /reversed by itself|is being taken back|given back by itself|gets it back/giu,
  },
  'given-back': {
    'zh-CN': /冲正|冲掉/gu,
    en: /revers(als?|ed?)|tak(en|ing) back/giu,
  },
  'chip-yes': { 'zh-CN': /芯片(自己|脱机)?(批准|说可以)/gu, en: /chip (said yes|approved)/giu },
  promised: {
    'zh-CN': /暂存|还没有(批准|点头|说“可以”)|还没答应|未授权|银行还不知道|款项还不确定/gu,
    en: /provisional|promise[sd]?|not authorised|has not said yes|bank does not know(?! this)|not certain yet/giu,
  },
  unknown: {
    'zh-CN': /未知|没有(回答|答复|回音|收到应答)/gu,
    en: /unknown(?! barcode)|not answered|no answer/giu,
  },
  noted: {
    'zh-CN': /已记入日志/gu,
    en: /^written down,|(is|stands) in the journal/giu,
  },
  'written-off': { 'zh-CN': /已核销|^核销：/gu, en: /^written off/giu },
  decided: { 'zh-CN': /^已登记|已有人处理过/gu, en: /^noted\.|^somebody decided it/giu },
  recovered: { 'zh-CN': /已追回|由新交易追回/gu, en: /^recovered/giu },
  booked: {
    'zh-CN': /都记下了|已写入(本机)?两份|本机都已入账/gu,
    en: /(hold|stand in|in) both copies|both copies hold|database hold it|at the bank and here/giu,
  },
  'bank-yes': {
    'zh-CN': /银行已批准|银行同意了|(已|部分)授权|款项确定|已入账|“批准”/gu,
    en: /approved|the bank says yes|the money is certain|posted|booked or authorised/giu,
  },
  'bank-no': {
    'zh-CN': /(?<!若)被拒(?!时)|拒绝|(?<!以后)拒付|不同意|不受理|不允许|不许/gu,
    en: /declined?|(?<!if (it is|the bank) )refuse[sd]?|says? no|said no|does not (take|allow)|do not allow/giu,
  },
  'in-drawer': { 'zh-CN': /在钱箱|钱箱里/gu, en: /in (the )?drawer/giu },
  unsent: {
    'zh-CN': /待上报|待送|还没有送到银行|还没送出|未送到/gu,
    en: /unsent|(?<!nothing )to report|to be reported|not reached the bank|not through/giu,
  },
  reported: {
    'zh-CN': /已上报|(都|全部)已送达|银行已有|银行知道每一笔/gu,
    en: /^reported|all delivered|reached the bank|the bank has the record|bank knows every/giu,
  },
  kept: {
    'zh-CN': /不会丢|记录都在|一笔不少|一笔也不会丢/gu,
    en: /cannot be lost|is not lost|nothing is lost|every record is kept|(is|are) there and will be sent/giu,
  },
} as const satisfies Readonly<Record<string, Vocabulary>>;

export type Claim = keyof typeof VOCABULARY;

const CLAIMS = Object.keys(VOCABULARY) as Claim[];

/** What a text says by its words. */
export function claimsIn(text: string, language: Language): readonly Claim[] {
  let left = text;
  return CLAIMS.filter((claim) => {
    const before = left;
    left = left.replaceAll(VOCABULARY[claim][language], '·');
    return left !== before;
  });
}
