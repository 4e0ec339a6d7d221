import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  asItWas,
  isReplayable,
  replay,
  type ReplayableRecord,
} from '../../../shared/domain/emv/replay.ts';
import type { ChipPayment, DecisionShown } from '../../stores/decision-store.ts';
import { Choice } from '../kit/Choice.tsx';
import { Dialog } from '../kit/Dialog.tsx';
import { money } from '../kit/money.ts';
import { useTillState } from '../stores-context.ts';
import { DecisionTable } from './DecisionTable.tsx';
import { WhatIfPanel } from './WhatIfPanel.tsx';
import styles from './DecisionDialog.module.css';

/** Wherever it is asked for: why terminal and chip decided so, and what would have been (P17). */
export function DecisionDialog() {
  const shown = useTillState('decision', (state) => state.shown);
  return shown === null ? null : <OpenDecisionDialog shown={shown} />;
}

function OpenDecisionDialog({ shown }: { readonly shown: DecisionShown }) {
  const { t } = useTranslation(['decision', 'errors']);
  const close = useTillState('decision', (state) => state.close);
  const { saleNumber, payments, failure } = shown;
  const [chosenId, setChosenId] = useState<string | null>(null);
  // The last try is the one that is asked about, until another is chosen.
  const chosen = payments.find(({ id }) => id === chosenId) ?? payments.at(-1);
  const nameOf = (id: string): string => {
    const place = payments.findIndex((one) => one.id === id);
    const { card, core } = payments[place] ?? {};
    return t('decision:payment', {
      count: place + 1,
      ending: card?.maskedNumber.slice(-4) ?? '',
      amount: money(core?.amountMinor ?? 0),
    });
  };
  return (
    <Dialog title={t('decision:title', { number: saleNumber })} width="full" onClose={close}>
      <p className={styles['note']}>{t('decision:note')}</p>
      {failure !== null && <p role="alert">{t(`errors:${failure.code}`)}</p>}
      {failure === null && chosen === undefined && <p>{t('decision:nothing')}</p>}
      {payments.length > 1 && (
        <Choice
          isLabelHidden
          label={t('decision:which')}
          options={payments.map(({ id }) => id)}
          value={chosen?.id ?? null}
          nameOf={nameOf}
          onChange={setChosenId}
        />
      )}
      {chosen !== undefined && <Decision key={chosen.id} payment={chosen} />}
    </Dialog>
  );
}

function Decision({ payment: { chip } }: { readonly payment: ChipPayment }) {
  const { t } = useTranslation('decision');
  if (isReplayable(chip)) return <DecisionAgain record={chip} />;
  return (
    <div className={styles['columns']}>
      <DecisionTable was={chip} would={null} />
      <p className={styles['note']}>{t('tooOld')}</p>
    </div>
  );
}

function DecisionAgain({ record }: { readonly record: ReplayableRecord }) {
  const { t } = useTranslation('decision');
  const [whatIf, setWhatIf] = useState(() => asItWas(record));
  const would = replay(record, whatIf);
  return (
    <div className={styles['columns']}>
      <DecisionTable was={record} would={would} />
      <div className={styles['side']}>
        {would === null && <p role="alert">{t('cannot')}</p>}
        <WhatIfPanel record={record} whatIf={whatIf} onChange={setWhatIf} />
      </div>
    </div>
  );
}
