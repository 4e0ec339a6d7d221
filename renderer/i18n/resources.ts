import * as enBalance from './en/balance.ts';
import * as enCatalogue from './en/catalogue.ts';
import * as enCodes from './en/codes.ts';
import * as enCommon from './en/common.ts';
import * as enDayEnd from './en/day-end.ts';
import * as enDecision from './en/decision.ts';
import * as enDrawer from './en/drawer.ts';
import * as enErrors from './en/errors.ts';
import * as enExposure from './en/exposure.ts';
import * as enFrame from './en/frame.ts';
import * as enHold from './en/hold.ts';
import * as enLine from './en/line.ts';
import * as enPaper from './en/paper.ts';
import * as enPayment from './en/payment.ts';
import * as enQueue from './en/queue.ts';
import * as enReadiness from './en/readiness.ts';
import * as enRecovery from './en/recovery.ts';
import * as enReceipt from './en/receipt.ts';
import * as enRefund from './en/refund.ts';
import * as enRegister from './en/register.ts';
import * as enSales from './en/sales.ts';
import * as enSession from './en/session.ts';
import * as enSettings from './en/settings.ts';
import * as enSignature from './en/signature.ts';
import * as enSlipCode from './en/slip-code.ts';
import * as enWire from './en/wire.ts';
import * as zhBalance from './zh-CN/balance.ts';
import * as zhCatalogue from './zh-CN/catalogue.ts';
import * as zhCodes from './zh-CN/codes.ts';
import * as zhCommon from './zh-CN/common.ts';
import * as zhDayEnd from './zh-CN/day-end.ts';
import * as zhDecision from './zh-CN/decision.ts';
import * as zhDrawer from './zh-CN/drawer.ts';
import * as zhErrors from './zh-CN/errors.ts';
import * as zhExposure from './zh-CN/exposure.ts';
import * as zhFrame from './zh-CN/frame.ts';
import * as zhHold from './zh-CN/hold.ts';
import * as zhLine from './zh-CN/line.ts';
import * as zhPaper from './zh-CN/paper.ts';
import * as zhPayment from './zh-CN/payment.ts';
import * as zhQueue from './zh-CN/queue.ts';
import * as zhReadiness from './zh-CN/readiness.ts';
import * as zhRecovery from './zh-CN/recovery.ts';
import * as zhReceipt from './zh-CN/receipt.ts';
import * as zhRefund from './zh-CN/refund.ts';
import * as zhRegister from './zh-CN/register.ts';
import * as zhSales from './zh-CN/sales.ts';
import * as zhSession from './zh-CN/session.ts';
import * as zhSettings from './zh-CN/settings.ts';
import * as zhSignature from './zh-CN/signature.ts';
import * as zhSlipCode from './zh-CN/slip-code.ts';
import * as zhWire from './zh-CN/wire.ts';

/** Every text by language and area; an area is a screen, and a file in each language. */
export const zhCN = {
  ...zhBalance,
  ...zhCatalogue,
  ...zhCodes,
  ...zhCommon,
  ...zhDayEnd,
  ...zhDecision,
  ...zhDrawer,
  ...zhErrors,
  ...zhExposure,
  ...zhFrame,
  ...zhHold,
  ...zhLine,
  ...zhPaper,
  ...zhPayment,
  ...zhQueue,
  ...zhReadiness,
  ...zhReceipt,
  ...zhRecovery,
  ...zhRefund,
  ...zhRegister,
  ...zhSales,
  ...zhSession,
  ...zhSettings,
  ...zhSignature,
  ...zhSlipCode,
  ...zhWire,
};

export const en = {
  ...enBalance,
  ...enCatalogue,
  ...enCodes,
  ...enCommon,
  ...enDayEnd,
  ...enDecision,
  ...enDrawer,
  ...enErrors,
  ...enExposure,
  ...enFrame,
  ...enHold,
  ...enLine,
  ...enPaper,
  ...enPayment,
  ...enQueue,
  ...enReadiness,
  ...enReceipt,
  ...enRecovery,
  ...enRefund,
  ...enRegister,
  ...enSales,
  ...enSession,
  ...enSettings,
  ...enSignature,
  ...enSlipCode,
  ...enWire,
};
