import { CircleCheck, CircleHelp, CircleX, Printer, RotateCcw, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import {
  verdictOf,
  type ReadinessFinding,
  type ReadinessState,
} from '../../../shared/domain/readiness.ts';
import type { Readiness } from '../../services/start/readiness-check.ts';
import { Button } from '../kit/Button.tsx';
import { classes } from '../kit/classes.ts';
import { useBusy } from '../kit/use-busy.ts';
import { Dialog, DialogActions } from '../kit/Dialog.tsx';
import { useCodeWords } from '../payment/use-code-words.ts';
import { useTillState } from '../stores-context.ts';
import styles from './ReadinessDialog.module.css';
import { useReadinessWords } from './use-readiness-words.ts';

/** Each point of the check, what was found there, and what to do about it. */
export function ReadinessDialog() {
  const { t } = useTranslation('readiness');
  const isOpen = useTillState('readiness', (state) => state.isOpen);
  const readiness = useTillState('readiness', (state) => state.readiness);
  const close = useTillState('readiness', (state) => state.close);
  if (!isOpen || readiness === null) return null;
  return (
    <Dialog title={t('title')} width="wide" onClose={() => void close()}>
      <p className={styles['soft']}>{t(`verdict.${verdictOf(readiness.findings)}`)}</p>
      <ul className={styles['points']}>
        {readiness.findings.map((finding) => (
          <Point key={finding.point} finding={finding} />
        ))}
      </ul>
      <Actions readiness={readiness} />
    </Dialog>
  );
}

const ICONS = {
  ready: CircleCheck,
  look: TriangleAlert,
  missing: CircleX,
  unknown: CircleHelp,
} as const satisfies Readonly<Record<ReadinessState, unknown>>;

function Point({ finding }: { readonly finding: ReadinessFinding }) {
  const { t } = useTranslation('readiness');
  const words = useReadinessWords();
  const { point, state } = finding;
  const remedy = words.remedy(finding);
  const Icon = ICONS[state];
  return (
    <li className={classes(styles['point'], styles[state])} data-point={point} data-state={state}>
      <Icon size={22} aria-hidden="true" />
      <b>{t(`point.${point}`)}</b>
      <span className={styles['state']}>{t(`state.${state}`)}</span>
      <span className={styles['words']}>
        {words.found(finding)}
        {remedy !== '' && <span className={styles['remedy']}>{remedy}</span>}
      </span>
    </li>
  );
}

function Actions({ readiness }: { readonly readiness: Readiness }) {
  const { t } = useTranslation('readiness');
  const words = useReadinessWords();
  const codeWords = useCodeWords();
  const isBusy = useTillState('readiness', (state) => state.isBusy);
  const failure = useTillState('readiness', (state) => state.printFailure);
  const examine = useTillState('readiness', (state) => state.examine);
  const print = useTillState('readiness', (state) => state.print);
  const close = useTillState('readiness', (state) => state.close);
  const printing = useBusy();
  const printSlip = (): Promise<void> => print(t('title'), words.rows(readiness));
  return (
    <>
      {failure !== null && <p role="alert">{codeWords(failure.code)}</p>}
      <DialogActions>
        <Button
          size="tender"
          isDisabled={isBusy}
          icon={<RotateCcw size={20} aria-hidden="true" />}
          onPress={() => void examine()}
        >
          {t('examine')}
        </Button>
        <Button
          size="tender"
          isDisabled={printing.isBusy}
          icon={<Printer size={20} aria-hidden="true" />}
          onPress={() => void printing.run(printSlip)}
        >
          {t('print')}
        </Button>
        <Button variant="primary" size="tender" onPress={() => void close()}>
          {t('done')}
        </Button>
      </DialogActions>
    </>
  );
}
