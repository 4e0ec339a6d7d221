import { useTranslation } from 'react-i18next';
import {
  namesOf,
  VERIFICATION_BITS,
  type VerificationBit,
} from '../../../shared/domain/emv/bits.ts';
import type { ActionMask, ActionStep } from '../../../shared/domain/emv/kernel/trace.ts';
import { fromHex } from '../../../shared/lib/bytes.ts';
import { classes } from '../kit/classes.ts';
import styles from './BitGrid.module.css';

/** The picture of a decision: the bits that were found, below them the masks that were laid over. */
export function MaskPicture({ step }: { readonly step: ActionStep }) {
  const { t } = useTranslation('decision');
  const results = fromHex(step.verificationResults);
  const said = useBitWords()(namesOf(VERIFICATION_BITS, results));
  return (
    <div className={styles['picture']}>
      <Bits name={t('tvr')} bytes={results} hits={null} words={said} />
      {step.masks.map((mask) => (
        <Mask key={mask.mask} mask={mask} results={results} />
      ))}
    </div>
  );
}

function Mask({ mask, results }: { readonly mask: ActionMask; readonly results: Uint8Array }) {
  const { t } = useTranslation('decision');
  const wordsOf = useBitWords();
  const [issuer, terminal] = [fromHex(mask.issuer), fromHex(mask.terminal)];
  const either = issuer.map((byte, i) => byte | (terminal[i] ?? 0));
  const hits = either.map((byte, i) => byte & (results[i] ?? 0));
  const words = mask.isHit ? t('mask.hit', { bits: wordsOf(mask.hits) }) : t('mask.noHit');
  return <Bits name={t(`mask.${mask.mask}`)} bytes={either} hits={hits} words={words} />;
}

interface BitsProps {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What of it counts; null where it is what was found. */
  readonly hits: Uint8Array | null;
  readonly words: string;
}

function Bits({ name, bytes, hits, words }: BitsProps) {
  return (
    <div className={styles['row']} data-hit={hits?.some((byte) => byte !== 0) ?? false}>
      <b className={styles['name']}>{name}</b>
      <span className={styles['bits']} aria-hidden="true">
        {[...bytes].map((byte, i) => (
          // Bytes keep their places.
          <Byte key={i} byte={byte} hit={hits?.[i] ?? null} />
        ))}
      </span>
      <span className={styles['words']}>{words}</span>
    </div>
  );
}

const MASKS = [0x80, 0x40, 0x20, 0x10, 0x08, 0x04, 0x02, 0x01] as const;

function Byte({ byte, hit }: { readonly byte: number; readonly hit: number | null }) {
  return (
    <span className={styles['byte']}>
      {MASKS.map((mask) => {
        const isOn = (byte & mask) !== 0;
        const isHit = hit === null ? isOn : (hit & mask) !== 0;
        return (
          <span
            key={mask}
            className={classes(styles['bit'], isOn && styles['on'], isHit && styles['hit'])}
          />
        );
      })}
      <code>{byte.toString(16).padStart(2, '0')}</code>
    </span>
  );
}

/** `floor limit reached (byte 4 bit 8)`, one after the other. */
export function useBitWords(): (bits: readonly VerificationBit[]) => string {
  const { t } = useTranslation('decision');
  return (bits) => {
    if (bits.length === 0) return t('noBits');
    const words = bits.map((bit) => {
      const [byte, mask] = VERIFICATION_BITS[bit];
      const place = { byte: String(byte + 1), bit: String(Math.log2(mask) + 1) };
      return `${t(`bit.${bit}`)} (${t('byte', place)})`;
    });
    return words.join(' · ');
  };
}
