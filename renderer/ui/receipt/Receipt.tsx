import { SIGNATURE_BOX, strokesPath, type Strokes } from '../../../shared/domain/card-signature.ts';
import type { Receipt as ReceiptDocument } from '../../../shared/domain/receipt.ts';
import type { ReceiptRow } from '../../../shared/domain/receipt-rows.ts';
import { classes } from '../kit/classes.ts';
import styles from './Receipt.module.css';

/**
 * The slip as paper. It draws the same document as the printer (`shared/domain/receipt.ts`), so
 * that the screen cannot be more certain than the paper (P19, I9).
 */
export function Receipt({ receipt }: { readonly receipt: ReceiptDocument }) {
  return (
    <article className={styles['paper']} aria-label={receipt.saleNumber}>
      {receipt.marks.map(({ kind, text }) => (
        <p
          key={kind}
          className={classes(styles['mark'], kind === 'provisional' && styles['provisional'])}
        >
          {text}
        </p>
      ))}
      {receipt.sections.map(({ name, rows }, i) => (
        <div
          key={`${name}-${i}`}
          className={classes(styles['section'], name === 'heading' && styles['heading'])}
        >
          {rows.map((row, place) => (
            <Row key={place} row={row} />
          ))}
        </div>
      ))}
    </article>
  );
}

function Row({ row: { left, right, weight, strokes } }: { readonly row: ReceiptRow }) {
  return (
    <>
      <div className={classes(styles['row'], weight !== 'normal' && styles[weight])}>
        <span>{left}</span>
        {right !== '' && <span>{right}</span>}
      </div>
      {strokes !== undefined && <SignedWith strokes={strokes} />}
    </>
  );
}

/** Its row says in words what it is. */
function SignedWith({ strokes }: { readonly strokes: Strokes }) {
  const { width, height } = SIGNATURE_BOX;
  return (
    <svg className={styles['signature']} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <path d={strokesPath(strokes)} />
    </svg>
  );
}
