import { useTranslation } from 'react-i18next';
import type { CatalogueFault } from '../../../shared/domain/catalogue-csv.ts';
import type { MissingColumn } from '../../../shared/domain/catalogue-columns.ts';
import { SCROLLS_BY_KEYS } from '../kit/keys.ts';
import styles from './CatalogueScreen.module.css';

/** Enough to mend a file by; a thousand rows of one mistake teach nothing more. */
const SHOWN_AT_MOST = 200;

export function FaultTable({
  faults,
  faultCount,
}: {
  readonly faults: readonly CatalogueFault[];
  readonly faultCount: number;
}) {
  const { t } = useTranslation('catalogue');
  const shown = faults.slice(0, SHOWN_AT_MOST);
  return (
    <section className={styles['faults']} aria-label={t('fault')} {...SCROLLS_BY_KEYS}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('row')}</th>
            <th scope="col">{t('column')}</th>
            <th scope="col">{t('fault')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((fault, i) => (
            <tr key={`${fault.row ?? 'file'}-${fault.column ?? ''}-${fault.code}-${String(i)}`}>
              <td>{fault.row ?? t('wholeFile')}</td>
              <td>{fault.column === null ? '' : t(`column.${fault.column}`)}</td>
              <td>
                <FaultWords fault={fault} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {faultCount > shown.length && <p>{t('more', { count: faultCount - shown.length })}</p>}
    </section>
  );
}

/** What the texts of faults may mention; a fault brings what its own text needs. */
const NO_PARAMS = { found: '', expected: '', firstRow: '', most: '', column: '' };

function FaultWords({ fault }: { readonly fault: CatalogueFault }) {
  const { t } = useTranslation('catalogue');
  const { code, params } = fault;
  // The one parameter that is a word of ours and not of the file.
  const column = code === 'column-missing' ? t(`missing.${params['column'] as MissingColumn}`) : '';
  return t(`fault.${code}`, { ...NO_PARAMS, ...params, column });
}
