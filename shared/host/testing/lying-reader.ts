import type { CardSession } from '../../domain/emv/card-applet.ts';
import { NEW_CARD_STATE, type ChipApplication } from '../../domain/emv/chip-card.ts';
import { CHIP_APPLET, type ChipApplet } from '../../domain/emv/chip-decision.ts';
import { TEST_CHIPS } from '../../domain/emv/test-chips.ts';
import { decodeTlv, encodeTlv } from '../../domain/emv/tlv.ts';
import type { CardReader } from '../card-reader.ts';
import { cardReaderHere, type ReaderPorts } from '../virtual-card-reader.ts';

/**
 * The reader of the program, its kernel and all, with cards on it that lie (P17). Nobody outside
 * of tests can lay them there: the tray of a till has none.
 */
export interface LyingReader {
  readonly reader: CardReader;
  /** How each card lies from now on; null: they are the test cards as they are. */
  lie: Lie | null;
}

interface Damage {
  readonly chip?: Partial<ChipApplication>;
  readonly applet?: Partial<ChipApplet>;
  /** Its counter is the one that it came from the factory with, at each transaction. */
  readonly isForgetful?: true;
}

type Answer = ReturnType<ChipApplet['generateFirst']>;

const torn = (bytes: Uint8Array | null) => bytes?.subarray(0, -1) ?? null;
const silent = ({ session }: Answer): Answer => ({ answer: null, session });
const cut = ({ answer, session }: Answer): Answer => ({ answer: torn(answer), session });

/** A record without one of its elements. */
function without(tag: number, record: Uint8Array | null): Uint8Array | null {
  const read = record && decodeTlv(record);
  const [template] = read?.ok === true ? read.value : [];
  if (template === undefined || !('children' in template)) return record;
  return encodeTlv([{ ...template, children: template.children.filter((one) => one.tag !== tag) }]);
}

/** As if it had counted less than it has said before, with a cryptogram that goes with it. */
function countedBack(session: CardSession): CardSession {
  const { transactionCounter } = session.state;
  return { ...session, state: { ...session.state, transactionCounter: transactionCounter - 1 } };
}

const { recordOf, generateFirst, generateSecond } = CHIP_APPLET;

const LIES = {
  'torn record': { applet: { recordOf: (...asked) => torn(recordOf(...asked)) } },
  'torn answer': { applet: { generateFirst: (...asked) => cut(generateFirst(...asked)) } },
  'no sequence number': {
    applet: { recordOf: (...asked) => without(0x5f34, recordOf(...asked)) },
  },
  'no answer': { applet: { generateFirst: (...asked) => silent(generateFirst(...asked)) } },
  'more than asked': {
    applet: {
      generateFirst: (cipher, session, _asked, objects) =>
        generateFirst(cipher, session, 'TC', objects),
    },
  },
  'counter back': {
    applet: {
      generateFirst: (cipher, session, asked, objects) =>
        generateFirst(cipher, countedBack(session), asked, objects),
    },
  },
  'torn at the end': { applet: { generateSecond: (...asked) => cut(generateSecond(...asked)) } },
  'silent at the end': {
    applet: { generateSecond: (...asked) => silent(generateSecond(...asked)) },
  },
  'counter back at the end': {
    applet: {
      generateSecond: (cipher, session, asked, objects) =>
        generateSecond(cipher, countedBack(session), asked, objects),
    },
  },
  'wrong cryptogram': { chip: { masterKey: '00112233445566778899aabbccddeeff' } },
  'no proof behind its promise': { chip: { interchangeProfile: '3800', dynamicKey: null } },
  'copied from long ago': { isForgetful: true },
} as const satisfies Readonly<Record<string, Damage>>;

export type Lie = keyof typeof LIES;

export function lyingReaderWith(ports: ReaderPorts): LyingReader {
  const damage = (): Damage => (lying.lie === null ? {} : LIES[lying.lie]);
  const inside = cardReaderHere({
    ...ports,
    get chips() {
      return TEST_CHIPS.map((chip) => ({ ...chip, ...damage().chip }));
    },
    get applet() {
      return { ...CHIP_APPLET, ...damage().applet };
    },
  });
  const lying: LyingReader = {
    lie: null,
    reader: {
      ask: (order) => {
        const isBack = order.kind === 'first' && damage().isForgetful === true;
        const state = NEW_CARD_STATE;
        return inside.ask(isBack ? { ...order, card: { ...order.card, state } } : order);
      },
    },
  };
  return lying;
}
