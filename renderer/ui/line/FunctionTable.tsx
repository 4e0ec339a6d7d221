import { Ban, Check, CircleDotDashed, Hourglass, PanelRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FunctionNow, Worth } from '../../../shared/domain/terminal-functions.ts';
import { Button } from '../kit/Button.tsx';
import { classes } from '../kit/classes.ts';
import { useCodeWords } from '../payment/use-code-words.ts';
import { useTillState } from '../stores-context.ts';
import { LineMessagesButton } from '../wire/WireButtons.tsx';
import { useFunctions } from './use-functions.ts';
import styles from './FunctionTable.module.css';
import panel from './LineScreen.module.css';

/** Two columns, one of which is lit: the same till with a line and without one (P15, P18). */
export function FunctionTable() {
  const { t } = useTranslation('line');
  const functions = useFunctions();
  return (
    <section className={panel['panel']} aria-label={t('functions')}>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col" className={styles['title']}>
              {t('functions')}
            </th>
            <ColumnHead column="withLine" />
            <ColumnHead column="withoutLine" />
          </tr>
        </thead>
        <tbody>
          {functions.map((one) => (
            <FunctionRow key={one.id} one={one} />
          ))}
        </tbody>
      </table>
      <footer className={styles['foot']}>
        <p className={styles['footnote']}>{t('footnote')}</p>
        <span className={styles['messages']}>
          <LineMessagesButton />
        </span>
        <DockButton />
      </footer>
    </section>
  );
}

/** To the register, with the hands on the line beside it; a small window has no room for both. */
function DockButton() {
  const { t } = useTranslation('line');
  const dockLine = useTillState('navigation', (state) => state.dockLine);
  return (
    <span className={styles['dock']}>
      <Button icon={<PanelRight size={18} aria-hidden="true" />} onPress={() => dockLine(true)}>
        {t('dock')}
      </Button>
    </span>
  );
}

type Column = 'withLine' | 'withoutLine';

function useCurrentColumn(): Column {
  const online = useTillState('till', ({ reach }) => reach.reach === 'online');
  return online ? 'withLine' : 'withoutLine';
}

function ColumnHead({ column }: { readonly column: Column }) {
  const { t } = useTranslation('line');
  const isNow = useCurrentColumn() === column;
  return (
    <th scope="col" className={classes(styles['head'], isNow && styles['lit'])}>
      {t(column)} {isNow && <span className={styles['now']}>{t('now')}</span>}
    </th>
  );
}

function FunctionRow({ one }: { readonly one: FunctionNow }) {
  const { t } = useTranslation('line');
  const why = useWhy(one);
  return (
    <tr data-function={one.id} data-now={one.now}>
      <th scope="row">
        {t(`name.${one.id}`)}
        {!one.isBuilt && <sup>°</sup>}
      </th>
      <Cell column="withLine" worth={one.withLine} words={why.withLine} />
      <Cell column="withoutLine" worth={one.withoutLine} words={why.withoutLine} />
    </tr>
  );
}

/** The reason in each column: the function's own, or the cap that stands before it. */
function useWhy({ id, because, withLine, withoutLine }: FunctionNow): Record<Column, string> {
  const { t } = useTranslation('line');
  const codeWords = useCodeWords();
  if (because === null) return { withLine: t(`with.${id}`), withoutLine: t(`without.${id}`) };
  const stop = capWords(because, withoutLine);
  const words = stop === null ? codeWords(because) : t(`because.${stop}`);
  return { withLine: withLine === 'never' ? words : t(`with.${id}`), withoutLine: words };
}

const CAPS = [
  'cards-locked',
  'cap-age',
  'cap-count',
  'cap-total',
  'clock-behind',
  'offline-disabled',
] as const;

function capWords(because: string, worth: Worth): (typeof CAPS)[number] | 'cap-total.soft' | null {
  if (because === 'cap-total' && worth === 'promised') return 'cap-total.soft';
  return CAPS.find((cap) => cap === because) ?? null;
}

export const WORTH_ICONS: Readonly<Record<Worth, typeof Check>> = {
  certain: Check,
  promised: CircleDotDashed,
  later: Hourglass,
  never: Ban,
};

interface CellProps {
  readonly column: Column;
  readonly worth: Worth;
  readonly words: string;
}

function Cell({ column, worth, words }: CellProps) {
  const { t } = useTranslation('line');
  const isNow = useCurrentColumn() === column;
  const Icon = WORTH_ICONS[worth];
  return (
    <td className={classes(isNow ? styles['lit'] : styles['dim'])} data-worth={worth}>
      <span className={classes(styles['cell'], styles[worth])}>
        <Icon size={18} strokeWidth={2.5} aria-hidden="true" />
        <span className="visually-hidden">{t(`worth.${worth}`)}: </span>
        {words}
      </span>
    </td>
  );
}
