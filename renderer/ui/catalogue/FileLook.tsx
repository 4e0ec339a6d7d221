import { useTranslation } from 'react-i18next';
import {
  CATALOGUE_COLUMNS,
  missingColumns,
  type CatalogueColumn,
} from '../../../shared/domain/catalogue-columns.ts';
import type { FilePreview } from '../../services/catalogue/catalogue-ports.ts';
import { Button } from '../kit/Button.tsx';
import { SCROLLS_BY_KEYS } from '../kit/keys.ts';
import { useTillState } from '../stores-context.ts';
import styles from './CatalogueScreen.module.css';

const DELIMITER_NAMES = { ',': ',', ';': ';', '\t': 'Tab' } as const;
const NOWHERE = '';

/** Before anything is imported: how the file is read, its first rows, and which column is what. */
export function FileLook({
  file,
  preview,
}: {
  readonly file: File;
  readonly preview: FilePreview;
}) {
  const { t } = useTranslation('catalogue');
  const importFile = useTillState('catalogue', (state) => state.importFile);
  const leaveImport = useTillState('catalogue', (state) => state.leaveImport);
  const { shape, header, rows, mapping } = preview;
  const missing = missingColumns(mapping);
  return (
    <>
      <p className={styles['soft']}>
        {t('encoding', {
          encoding: shape.encoding.toUpperCase(),
          delimiter: DELIMITER_NAMES[shape.delimiter],
        })}
      </p>
      <h3>{t('mapping')}</h3>
      <div className={styles['mapping']}>
        {CATALOGUE_COLUMNS.map((column) => (
          <ColumnChoice key={column} column={column} header={header} cell={mapping[column]} />
        ))}
      </div>
      {missing.map((column) => (
        <p key={column} role="alert" className={styles['refused']}>
          {t('fault.column-missing', { column: t(`missing.${column}`) })}
        </p>
      ))}
      <h3>{t('previewTitle', { name: file.name })}</h3>
      <section
        className={styles['faults']}
        aria-label={t('previewTitle', { name: file.name })}
        {...SCROLLS_BY_KEYS}
      >
        <table>
          <thead>
            <tr>
              {header.map((name, i) => (
                <th key={`${String(i)}-${name}`} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, row) => (
              <tr key={`${String(row)}-${cells[0] ?? ''}`}>
                {cells.map((cell, i) => (
                  <td key={`${String(i)}-${cell}`}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <div className={styles['row']}>
        <Button onPress={leaveImport}>{t('otherFile')}</Button>
        <Button
          variant="primary"
          size="tender"
          isDisabled={missing.length > 0}
          onPress={() => void importFile()}
        >
          {t('startImport')}
        </Button>
      </div>
    </>
  );
}

interface ColumnProps {
  readonly column: CatalogueColumn;
  readonly header: readonly string[];
  readonly cell: number | undefined;
}

function ColumnChoice({ column, header, cell }: ColumnProps) {
  const { t } = useTranslation('catalogue');
  const assignColumn = useTillState('catalogue', (state) => state.assignColumn);
  return (
    <label className={styles['assign']}>
      <span>{t(`column.${column}`)}</span>
      <select
        value={cell === undefined ? NOWHERE : String(cell)}
        onChange={({ target }) =>
          assignColumn(column, target.value === NOWHERE ? null : Number(target.value))
        }
      >
        <option value={NOWHERE}>{t('notInFile')}</option>
        {header.map((name, i) => (
          <option key={`${String(i)}-${name}`} value={String(i)}>
            {t('columnNumber', { number: i + 1, name })}
          </option>
        ))}
      </select>
    </label>
  );
}
