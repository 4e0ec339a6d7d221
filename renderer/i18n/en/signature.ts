import type { TextsOf } from '../texts-of.ts';
import type { signature as zh } from '../zh-CN/signature.ts';

export const signature: TextsOf<typeof zh> = {
  title: 'Card holder, please sign',
  of: '{{shop}} · card {{number}}',
  pad: 'Signature pad',
  hint: 'Sign inside the box: finger, pen or mouse',
  clear: 'Clear, sign again',
  onPaper: 'Sign on paper instead',
  onPaperHint: 'The slip leaves room for it',
  done: 'Confirm signature',
  failed: 'The signature could not be kept. Try once more, or sign on paper.',
  means: 'The sale is recorded already; the signature is evidence and changes no money.',
  'state.on-paper': 'Signature: on paper',
  'state.not-sent': 'Signature: not sent yet',
  'state.failed': 'Signature: did not get through, is sent again by itself',
  'state.sent': 'Signature: at the bank',
  'state.refused': 'Signature: the bank has not taken it',
  unsent_one: '{{count}} signature not sent yet',
  unsent_other: '{{count}} signatures not sent yet',
  refused_one: '{{count}} signature that the bank has not taken',
  refused_other: '{{count}} signatures that the bank has not taken',
  later: 'Signatures are sent by themselves; the settlement does not wait for them.',
  slipUnsent: 'Signatures unsent',
  slipRefused: 'Signatures not taken',
};
