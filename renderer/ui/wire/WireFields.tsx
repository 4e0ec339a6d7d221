import { useTranslation } from 'react-i18next';
import type { ReadFieldOf, ReadMessage } from '../../../shared/domain/iso8583/codec.ts';
import type { Absent } from '../../../shared/domain/iso8583/message-parts.ts';
import { toHex } from '../../../shared/lib/bytes.ts';
import { useFieldMeaning, useWireText } from './field-meaning.ts';
import styles from './WireFields.module.css';

const COLUMNS = ['number', 'name', 'value', 'meaning'] as const;

interface Props {
  readonly message: ReadMessage;
  readonly absent: readonly Absent[];
}

/** Each field with its bytes; then what a terminal's message would hold besides, and why not here. */
export function WireFields({ message: { type, fields }, absent }: Props) {
  const { t } = useTranslation('wire');
  return (
    <table className={styles['table']} aria-label={t('fields')}>
      <thead>
        <tr>
          {COLUMNS.map((column) => (
            <th key={column} scope="col" className={styles[column]}>
              {t(`column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <Field key={field.number} type={type} field={field} />
        ))}
        {absent.map((one) => (
          <AbsentFields key={one.why} absent={one} />
        ))}
      </tbody>
    </table>
  );
}

function Field({ type, field }: { readonly type: string; readonly field: ReadFieldOf }) {
  const say = useWireText();
  const meaningOf = useFieldMeaning();
  const { number, value, bytes } = field;
  return (
    <tr data-field={number}>
      <th scope="row" className={styles['number']}>
        {number}
      </th>
      <td className={styles['name']}>{say(`field.${number}`)}</td>
      <td className={styles['value']}>
        <span className={styles['content']}>{value}</span>
        <span className={styles['hex']}>{pairs(toHex(bytes))}</span>
      </td>
      <td className={styles['meaning']}>{meaningOf(type, number, value)}</td>
    </tr>
  );
}

function AbsentFields({ absent: { fields, why } }: { readonly absent: Absent }) {
  const { t } = useTranslation('wire');
  const say = useWireText();
  return (
    <tr className={styles['absent']} data-absent={fields.join(' ')}>
      <th scope="row" className={styles['number']}>
        {fields.join(' ')}
      </th>
      <td className={styles['name']}>{fields.map((field) => say(`field.${field}`)).join(' · ')}</td>
      <td className={styles['value']}>{t('notHere')}</td>
      <td className={styles['meaning']}>{t(`why.${why}`)}</td>
    </tr>
  );
}

/** Two digits a byte, with room between them: `16 62 28`. */
export function pairs(hex: string): string {
  return (hex.match(/../g) ?? []).join(' ');
}
