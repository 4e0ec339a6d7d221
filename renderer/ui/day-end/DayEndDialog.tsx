import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sixDigits } from '../../../shared/domain/field-numbers.ts';
import type { Approval } from '../../../shared/contracts/supervised-acts.ts';
import { present } from '../../../shared/lib/assert.ts';
import type { CureDecision } from '../../services/day-end/day-end-cures.ts';
import type { DayEndOutcome, DayEndView } from '../../services/day-end/day-end.ts';
import { Dialog } from '../kit/Dialog.tsx';
import { InkCard } from '../kit/Ink.tsx';
import { TallyLine } from '../queue/RecoveryRate.tsx';
import { SupervisorPin } from '../session/SupervisorPin.tsx';
import { useTillState } from '../stores-context.ts';
import { errorTexts, INK_OF_PHASE, shownDayEnd, type ShownDayEnd } from './day-end-phase.ts';
import styles from './DayEndDialog.module.css';
import { DayEndActions } from './DayEndActions.tsx';
import { Differences } from './Differences.tsx';
import { OpenSignatures } from './OpenSignatures.tsx';
import { Beside, Totals, WatchedMoney } from './Totals.tsx';
import { UnreadDayEnd } from './UnreadDayEnd.tsx';
import { useReasons } from './use-reasons.ts';
import { useSlipRows } from './use-slip-rows.ts';

/** Day end 日终 (P22): a supervisor settles the batch with the bank, and sees where it differs. */
export function DayEndDialog() {
  const isOpen = useTillState('dayEnd', (state) => state.isOpen);
  const view = useTillState('dayEnd', (state) => state.view);
  const outcome = useTillState('dayEnd', (state) => state.outcome);
  if (!isOpen) return null;
  if (view === null) return <UnreadDayEnd />;
  return <Wizard shown={shownDayEnd(view, outcome)} view={view} />;
}

interface Props {
  readonly shown: ShownDayEnd;
  readonly view: Pick<DayEndView, 'exceptions' | 'recovery' | 'signatures'>;
}

type Asked = 'end' | 'cure';

function Wizard({ shown, view: { exceptions, recovery, signatures } }: Props) {
  const { t } = useTranslation(['dayEnd', 'recovery']);
  const leave = useTillState('dayEnd', (state) => state.leave);
  const run = useRun();
  const [asked, setAsked] = useState<Asked | null>(null);
  const reasons = useReasons(shown.differences);
  if (asked !== null) {
    return (
      <SupervisorPin
        act="settle"
        onApproved={(approvalId, supervisorId) => {
          setAsked(null);
          void run(asked, { approvalId, supervisorId }, reasons.decisions);
        }}
        onCancel={() => setAsked(null)}
      />
    );
  }
  const { phase, batchNumber, differences } = shown;
  return (
    <Dialog title={t('title', { batch: sixDigits(batchNumber) })} width="wide" onClose={leave}>
      <div className={styles['body']} data-phase={phase}>
        <InkCard ink={INK_OF_PHASE[phase]} title={t(`phase.${phase}`)}>
          <Meaning shown={shown} />
        </InkCard>
        <Totals shown={shown} />
        <Beside shown={shown} exceptions={exceptions} />
        <WatchedMoney watched={shown.watched} />
        <OpenSignatures counts={signatures} />
        {recovery.refused.count > 0 && <TallyLine of={t('recovery:rateToday')} tally={recovery} />}
        {differences.length > 0 && <Differences differences={differences} reasons={reasons} />}
        <Progress phase={phase} />
      </div>
      <DayEndActions shown={shown} reasoned={reasons.decisions.length} onAsk={setAsked} />
    </Dialog>
  );
}

function Meaning({ shown: { phase, settlement } }: Pick<Props, 'shown'>) {
  const { t } = useTranslation('dayEnd');
  if (phase !== 'error') return <p>{t(`means.${phase}`)}</p>;
  const failed = present(settlement, 'the day end with its error');
  const batch = sixDigits(failed.batchNumber);
  return errorTexts(failed).map((key) => <p key={key}>{t(key, { batch })}</p>);
}

/** What was pressed, and the slip of it: a printer without paper holds nothing up. */
function useRun() {
  const { t } = useTranslation('dayEnd');
  const end = useTillState('dayEnd', (state) => state.end);
  const cure = useTillState('dayEnd', (state) => state.cure);
  const print = useTillState('dayEnd', (state) => state.print);
  const rowsOf = useSlipRows();
  return async (
    asked: Asked,
    approval: Approval,
    decisions: readonly CureDecision[],
  ): Promise<void> => {
    const done: DayEndOutcome | null =
      asked === 'end' ? await end(approval) : await cure(decisions, approval);
    if (done === null || done.noAnswer !== null) return;
    const { settlement } = done;
    await print(settlement, t('slip.title'), rowsOf(settlement));
  };
}

function Progress({ phase }: Pick<ShownDayEnd, 'phase'>) {
  const { t } = useTranslation(['dayEnd', 'errors']);
  const progress = useTillState('dayEnd', (state) => state.progress);
  const failure = useTillState('dayEnd', (state) => state.failure);
  const noAnswer = useTillState('dayEnd', (state) => state.outcome?.noAnswer ?? null);
  const isPrintFailed = useTillState('dayEnd', (state) => state.isPrintFailed);
  const counts = progress.kind === 'uploading' ? { sent: progress.sent, of: progress.of } : {};
  // What went on by itself since then has got its answer.
  const unanswered = phase === 'interrupted' ? noAnswer : null;
  const trouble = failure?.code ?? unanswered?.code ?? null;
  return (
    <>
      <output className={styles['progress']}>
        {progress.kind !== 'resting' && t(`dayEnd:progress.${progress.kind}`, counts)}
      </output>
      {progress.kind === 'uploading' && (
        <progress value={progress.sent} max={progress.of} aria-label={t('dayEnd:uploadLabel')} />
      )}
      {trouble !== null && (
        <p role="alert">{t('dayEnd:trouble', { why: t(`errors:${trouble}`) })}</p>
      )}
      {isPrintFailed && <p role="alert">{t('dayEnd:notPrinted')}</p>}
    </>
  );
}
