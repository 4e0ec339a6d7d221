/** The words of a slip in one language; handed in, since rules know no language. */
export interface ReceiptWords {
  readonly language: 'zh-CN' | 'en';
  readonly currencySign: string;

  readonly markTraining: string;
  readonly markDuplicate: string;
  /** Sold on paper, entered later. */
  readonly markPaper: string;
  readonly markProvisional: string;
  /** The goods are out and the bank said no later. */
  readonly markRefused: string;
  /** Of a reversal that no bank has answered: what was given up is no voucher (TERMINAL 2d). */
  readonly markFault: string;
  readonly markVoided: string;
  /** Sold, and taken back by a void. */
  readonly markTakenBack: string;
  /** A completion, taken back by a void: its hold stands again. */
  readonly markCompletionTakenBack: string;
  /** A hold, or the letting go of one, that came to nothing. */
  readonly markNotHeld: string;
  readonly markNotReleased: string;
  /** A refund that came to nothing. */
  readonly markNotRefunded: string;
  /** Of several cards one is voided, another not yet. */
  readonly markPartTakenBack: string;

  /** Above the code of a promise: what it is good for. */
  readonly codeHint: string;

  /** Whose copy it is, of a slip with a card on it (TERMINAL 2d). */
  readonly copyMerchant: string;
  readonly copyCustomer: string;

  readonly merchantNumber: string;
  readonly terminalNumber: string;
  readonly operator: string;
  readonly saleNumber: string;
  readonly dateAndTime: string;
  readonly paperNumber: string;
  readonly soldAt: string;
  readonly supervisor: string;
  /** Batch and voucher number of the sale itself. */
  readonly reportVoucher: string;

  readonly lineDiscount: string;
  readonly gross: string;
  readonly discount: string;
  readonly tax: string;
  readonly total: string;

  readonly cash: string;
  readonly rounding: string;
  readonly received: string;
  readonly change: string;

  readonly typePurchase: string;
  readonly typeVoid: string;
  readonly typeRefund: string;
  readonly typeHold: string;
  readonly typeCompletion: string;
  readonly typeRelease: string;
  readonly typeCompletionVoid: string;
  readonly typeCashRefund: string;
  readonly typeBalance: string;
  readonly typePayLink: string;
  readonly payLinkUntil: string;
  /** Above the address and its code. */
  readonly payLinkHint: string;
  /** What is on a card. */
  readonly balance: string;
  readonly card: string;
  readonly expiry: string;
  /** Batch and voucher number (= trace) of the payment (P3). */
  readonly paymentVoucher: string;
  /** Of the purchase that a void takes back, or that a refund gives a part of back. */
  readonly originalVoucher: string;
  readonly originalTerminal: string;
  readonly originalReference: string;
  readonly originalDate: string;
  readonly originalAmount: string;
  /** Of the hold that is completed or let go. */
  readonly originalAuthorisation: string;
  readonly heldAmount: string;
  readonly issuer: string;
  readonly acquirer: string;
  readonly authorisationCode: string;
  readonly referenceNumber: string;
  /** The chip's transaction certificate, where the chip alone said yes (P17). */
  readonly certificate: string;
  /** Tags 50 and 5F34. */
  readonly applicationLabel: string;
  readonly cardSequence: string;
  readonly cardAmount: string;
  /** What the bank was asked for, where it has said yes to a part of it. */
  readonly askedAmount: string;

  readonly stateApproved: string;
  readonly stateApprovedInPart: string;
  readonly statePromised: string;
  readonly stateUnknown: string;
  readonly stateRefused: string;
  readonly stateTakenBack: string;
  readonly reversingSince: string;
  readonly stateReversing: string;
  readonly stateRecovered: string;
  readonly stateVoided: string;
  /** A promise that was voided before it was sent. */
  readonly stateWithdrawn: string;
  /** A try before it is being reversed. */
  readonly earlierGoesBack: string;
  readonly stateRefunded: string;
  readonly stateRefundUnknown: string;
  readonly stateHeld: string;
  readonly stateHoldUnknown: string;
  readonly stateReleased: string;
  readonly stateReleaseUnknown: string;
  /** Over the counter, with a void. */
  readonly cashReturned: string;

  /** Who bears the loss when the bank says no later (P19). */
  readonly lossBearer: string;
  readonly latestSending: string;

  readonly pinVerified: string;
  readonly noSignature: string;
  readonly consent: string;
  readonly signature: string;
  readonly signedOnScreen: string;
}
