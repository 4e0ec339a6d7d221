/**
 * What a response code means for a record that is retried (PROTOCOL, "Answers to what is
 * retried"; codes of the UnionPay table, TERMINAL section 4).
 */
export type AnswerClass =
  | 'done'
  | 'done-watch'
  | 'refused'
  | 'again-later'
  | 'sign-on-again'
  | 'our-fault';

const CLASSES: Readonly<Record<Exclude<AnswerClass, 'refused'>, readonly string[]>> = {
  done: ['00', '11', '94'],
  'done-watch': ['A2', 'A4', 'A5', 'A6'],
  'again-later': ['68', '90', '91', '92', '96', '98'],
  'sign-on-again': ['77', '97', '99', 'A0', 'C1'],
  'our-fault': ['13', '30', '40'],
};

/** A code that nobody knows is a refusal: it closes nothing silently, a person sees it. */
export function classOfAnswer(code: string): AnswerClass {
  for (const [name, codes] of Object.entries(CLASSES)) {
    if (codes.includes(code)) return name as AnswerClass;
  }
  return 'refused';
}

/** Only of a defective success: of a plain yes there is nothing to look after. */
export function watchCodeIn(code: string): { readonly watchCode?: string } {
  return classOfAnswer(code) === 'done-watch' ? { watchCode: code } : {};
}
