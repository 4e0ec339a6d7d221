import { useRef, useState } from 'react';
import { Group } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from '../kit/Button.tsx';
import { DialogActions } from '../kit/Dialog.tsx';
import { Field } from '../kit/Field.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { money } from '../kit/money.ts';
import { Fact } from '../kit/Panel.tsx';
import { dateAndMinuteText } from '../kit/time.ts';
import { useTillState } from '../stores-context.ts';
import { CashMove } from './CashMove.tsx';
import styles from './DrawerDialog.module.css';
import type { TypedCount } from './use-count.ts';

const MOST_DIGITS = 5;

interface Props {
  readonly count: TypedCount;
  readonly onCompare: () => void;
}

/** Note by note and coin by coin, without the figure that one might count towards. */
export function CountForm({ count, onCompare }: Props) {
  const { t } = useTranslation('drawer');
  const lastCounted = useTillState('drawer', ({ view }) => view?.lastCounted?.closing ?? null);
  const openDrawer = useTillState('drawer', (state) => state.openDrawer);
  const [isMoving, setMoving] = useState(false);
  const fields = useRef<HTMLDivElement>(null);
  const { denominations, countedMinor } = count;
  const mayCompare = countedMinor !== null;
  const compare = mayCompare ? onCompare : undefined;
  useKeyLayer({ F4: () => void openDrawer(), F7: () => setMoving(true), F9: compare });
  /** Enter goes on to the next value, and from the last one to the comparison. */
  const goOn = (place: number): void => {
    const next = fields.current?.querySelectorAll('input')[place + 1];
    if (next === undefined) compare?.();
    next?.focus();
    next?.select();
  };
  return (
    <>
      <div className={styles['body']} data-drawer="counting">
        <p className={styles['soft']}>{t('blind')}</p>
        {lastCounted === null ? (
          <p className={styles['soft']}>{t('never')}</p>
        ) : (
          <Fact name={t('since')}>{dateAndMinuteText(lastCounted.closedAtMs)}</Fact>
        )}
        <Group ref={fields} className={styles['pieces'] ?? ''} aria-label={t('pieces')}>
          {denominations.map((valueMinor, place) => (
            <Field
              key={valueMinor}
              label={t('piecesOf', { value: money(valueMinor) })}
              value={count.textOf(valueMinor)}
              onChange={(text) => count.type(valueMinor, text)}
              inputMode="numeric"
              maxLength={MOST_DIGITS}
              takesFocus={place === 0}
              onEnter={() => goOn(place)}
            />
          ))}
        </Group>
        <Fact name={t('countedNow')}>
          <output className={styles['counted']}>{money(countedMinor ?? 0)}</output>
        </Fact>
      </div>
      <DialogActions>
        <Button size="tender" keyCap="F4" onPress={() => void openDrawer()}>
          {t('openDrawer')}
        </Button>
        <Button size="tender" keyCap="F7" onPress={() => setMoving(true)}>
          {t('moveCash')}
        </Button>
        <Button
          variant="primary"
          size="tender"
          keyCap="F9"
          isDisabled={!mayCompare}
          onPress={onCompare}
        >
          {t('compare')}
        </Button>
      </DialogActions>
      {isMoving && <CashMove onClose={() => setMoving(false)} />}
    </>
  );
}
