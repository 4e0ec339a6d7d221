/** What keeps a terminal with the till that has it (P24), as far as its bank knows. */
export interface OpenAtTerminal {
  /** Numbers that were given out and have not arrived. */
  readonly unsent: number;
  /** Payments that no day end has paid out. */
  readonly unsettled: number;
}

export function isAnythingOpen({ unsent, unsettled }: OpenAtTerminal): boolean {
  return unsent + unsettled > 0;
}

/** As the detail of a refusal, so that the till can say it in the words of its screen. */
export function openText({ unsent, unsettled }: OpenAtTerminal): string {
  return `unsent ${unsent}, unsettled ${unsettled}`;
}

export function parseOpenText(detail: string): OpenAtTerminal | null {
  const [, unsent, unsettled] = /unsent (\d+), unsettled (\d+)/.exec(detail) ?? [];
  if (unsent === undefined || unsettled === undefined) return null;
  return { unsent: Number(unsent), unsettled: Number(unsettled) };
}
