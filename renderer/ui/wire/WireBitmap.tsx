import { useTranslation } from 'react-i18next';
import { classes } from '../kit/classes.ts';
import styles from './WireMessagePane.module.css';

/** The bitmap as the bits that it is, sixteen a row; each bit is called by the field it stands for. */
export function WireBitmap({ bitmap }: { readonly bitmap: Uint8Array }) {
  const { t } = useTranslation('wire');
  const fields = Array.from({ length: bitmap.length * 8 }, (_, i) => i + 1);
  const isThere = (field: number): boolean => isSet(bitmap, field);
  return (
    <figure className={styles['bitmap']}>
      <figcaption>
        {t('bitmap')}
        <span className="visually-hidden">
          {t('bitmapHas', { fields: fields.filter(isThere).join(', ') })}
        </span>
      </figcaption>
      <div className={styles['bits']} aria-hidden="true">
        {fields.map((field) => (
          <span key={field} className={classes(styles['bit'], isThere(field) && styles['set'])}>
            {field}
          </span>
        ))}
      </div>
    </figure>
  );
}

function isSet(bitmap: Uint8Array, field: number): boolean {
  const byte = bitmap[(field - 1) >> 3] ?? 0;
  return (byte & (0x80 >> ((field - 1) & 7))) !== 0;
}
