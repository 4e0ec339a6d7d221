import type { Sale } from './sale.ts';

/**
 * A cardholder's signature 电子签名 (TERMINAL 2d): asked for where the card's own list of methods came
 * to "signature" (EMV Book 3, 10.5), taken on the screen or on the paper slip, after the money is
 * recorded and never as its condition.
 *
 * On the screen it is lines, not a picture: the points that a pen went through, in a box of fixed
 * size. No times and no pressure are kept: they would tell how somebody writes, and nobody needs it
 * to see who signed.
 */
export interface CardSignature {
  readonly paymentId: string;
  readonly atMs: number;
  readonly operatorId: string;
  /** Null: signed with a pen on the slip, which the shop keeps. */
  readonly strokes: Strokes | null;
  /** What the bank has said to it; absent until then. What was signed on paper is never told. */
  readonly told?: SignatureTold;
  /** A supervisor's word that the bank will not have it; the lines stay here. */
  readonly closed?: SignatureClosed;
}

export interface SignatureTold {
  readonly outcome: 'sent' | 'refused';
  readonly atMs: number;
  /** Why it was refused, of the registry; empty where it was taken. */
  readonly code: string;
}

export interface SignatureClosed {
  readonly atMs: number;
  readonly supervisorId: string;
  readonly reason: string;
}

/** Lines from point to point: x, y, x, y … of each, whole numbers within the box. */
export type Strokes = readonly (readonly number[])[];

export const SIGNATURE_BOX = { width: 1000, height: 360 } as const;
/** A long name in capitals has about 400 points; more than these is no signature. */
export const MOST_STROKES = 100;
export const MOST_POINTS = 2_000;

export type SignatureState = 'on-paper' | 'not-sent' | 'failed' | 'sent' | 'refused' | 'closed';

/** `hasFailed`: it was tried, and no usable answer came. */
export function signatureState(
  { strokes, told, closed }: CardSignature,
  hasFailed: boolean,
): SignatureState {
  if (strokes === null) return 'on-paper';
  if (closed !== undefined) return 'closed';
  if (told !== undefined) return told.outcome;
  return hasFailed ? 'failed' : 'not-sent';
}

export function signatureOf(
  { signatures = [] }: Pick<Sale, 'signatures'>,
  paymentId: string,
): CardSignature | null {
  return signatures.find((one) => one.paymentId === paymentId) ?? null;
}

/** One signature a payment, the first: what was signed is not replaced by what comes later. */
export function withSignature(sale: Sale, signature: CardSignature): Sale {
  const isSigned = signatureOf(sale, signature.paymentId) !== null;
  const isOurs = sale.payments.some(({ id }) => id === signature.paymentId);
  if (isSigned || !isOurs) return sale;
  return { ...sale, signatures: [...(sale.signatures ?? []), signature] };
}

/** What the bank took it has for ever: a refusal that comes late changes nothing. */
export function withSignatureTold(sale: Sale, paymentId: string, told: SignatureTold): Sale {
  const signatures = sale.signatures?.map((one) =>
    one.paymentId === paymentId && one.strokes !== null && one.told?.outcome !== 'sent'
      ? { ...one, told }
      : one,
  );
  return signatures === undefined ? sale : { ...sale, signatures };
}

/** The bank read it and said no, and nobody has decided about it: a person does (PROTOCOL, "our fault"). */
export function isRefused({ told, closed }: CardSignature): boolean {
  return told?.outcome === 'refused' && closed === undefined;
}

/** The same lines go to the bank once more: what it had said counts no longer. */
export function withSignatureAgain(sale: Sale, paymentId: string): Sale {
  return withRefused(sale, paymentId, ({ told: _told, ...signature }) => signature);
}

/** It stays with the shop, by a supervisor's word: nothing of it is open any more (P13). */
export function withSignatureClosed(sale: Sale, paymentId: string, closed: SignatureClosed): Sale {
  return withRefused(sale, paymentId, (signature) => ({ ...signature, closed }));
}

function withRefused(
  sale: Sale,
  paymentId: string,
  decided: (signature: CardSignature) => CardSignature,
): Sale {
  const signatures = sale.signatures?.map((one) =>
    one.paymentId === paymentId && isRefused(one) ? decided(one) : one,
  );
  return signatures === undefined ? sale : { ...sale, signatures };
}

/** The bank has not taken it: it waits for the line, or was refused and nobody has decided. */
export function isSignatureOpen({ signatures = [] }: Pick<Sale, 'signatures'>): boolean {
  return signatures.some(
    ({ strokes, told, closed }) =>
      strokes !== null && told?.outcome !== 'sent' && closed === undefined,
  );
}

/** What is drawn, as the path of an SVG of the size of the box. */
export function strokesPath(strokes: Strokes): string {
  return strokes.map(strokePath).join('');
}

function strokePath(stroke: readonly number[]): string {
  const points: string[] = [];
  for (let i = 0; i + 1 < stroke.length; i += 2) points.push(`${stroke[i]} ${stroke[i + 1]}`);
  // A dot is a line to itself: round ends make it visible.
  return points.length === 1 ? `M${points[0]}l0 0` : `M${points.join('L')}`;
}

export function strokesSvg(strokes: Strokes): string {
  const { width, height } = SIGNATURE_BOX;
  const line = 'fill="none" stroke="#000" stroke-width="6" stroke-linecap="round"';
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">` +
    `<path ${line} stroke-linejoin="round" d="${strokesPath(strokes)}"/></svg>`
  );
}

/** A pen's way over a surface of that size, brought into the box; null where there is no line. */
export function strokesFrom(
  lines: readonly (readonly { readonly x: number; readonly y: number }[])[],
  surface: { readonly width: number; readonly height: number },
): Strokes | null {
  const [across, down] = [SIGNATURE_BOX.width, SIGNATURE_BOX.height];
  const place = (at: number, size: number, most: number): number =>
    Math.min(most, Math.max(0, Math.round((at / Math.max(1, size)) * most)));
  const strokes: number[][] = [];
  let left = MOST_POINTS;
  for (const line of lines.slice(0, MOST_STROKES)) {
    const stroke: number[] = [];
    for (const { x, y } of line) {
      const [px, py] = [place(x, surface.width, across), place(y, surface.height, down)];
      const isSame = stroke.at(-2) === px && stroke.at(-1) === py;
      if (isSame || left === 0) continue;
      stroke.push(px, py);
      left -= 1;
    }
    if (stroke.length > 0) strokes.push(stroke);
  }
  return strokes.length === 0 ? null : strokes;
}
