import { Check, LoaderCircle, TriangleAlert, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { PaymentStepNews } from '../../services/paying/payment-desk.ts';
import { classes } from '../kit/classes.ts';
import { SCROLLS_BY_KEYS } from '../kit/keys.ts';
import { secondText } from '../kit/time.ts';
import { mergedSteps, type ShownStep } from './merged-steps.ts';
import { explains, SENTENCES } from './step-sentences.ts';
import { useCodeWords } from './use-code-words.ts';
import styles from './StepList.module.css';

const ICONS = { running: LoaderCircle, done: Check, failed: X, warning: TriangleAlert } as const;

interface Props {
  readonly news: readonly PaymentStepNews[];
  readonly isOver: boolean;
}

/** What happened, in order, each with its time: the first by the clock, the others after it. */
export function StepList({ news, isOver }: Props) {
  const { t } = useTranslation('payment');
  const steps = mergedSteps(news, isOver);
  const list = useRef<HTMLOListElement>(null);
  // On a low screen the last step is what matters; the first ones are reached by scrolling back.
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [news]);
  const firstMs = steps[0]?.startedAtMs ?? 0;
  return (
    <ol
      ref={list}
      className={styles['steps']}
      aria-label={t('steps')}
      aria-live="polite"
      {...SCROLLS_BY_KEYS}
    >
      {steps.map((step, i) => (
        // Steps are only ever added at the end.
        <Step key={i} step={step} time={i === 0 ? null : step.startedAtMs - firstMs} />
      ))}
    </ol>
  );
}

interface StepProps {
  readonly step: ShownStep;
  /** Since the first step; null for the first itself. */
  readonly time: number | null;
}

function Step({ step: { step, progress, code, startedAtMs, times }, time }: StepProps) {
  const { t } = useTranslation('payment');
  const wordsOf = useCodeWords();
  const Icon = ICONS[progress];
  return (
    <li className={styles['step']} data-step={step} data-progress={progress}>
      <span className={classes(styles['icon'], styles[progress])}>
        <Icon
          size={18}
          strokeWidth={2.75}
          aria-label={t(`progress.${progress}`)}
          {...(progress === 'running' && { className: styles['turning'] ?? '' })}
        />
      </span>
      <span className={styles['title']}>
        {t(`step.${step}`)}
        {times > 1 && ` × ${times}`}
      </span>
      <span className={styles['time']}>
        {time === null ? secondText(startedAtMs) : `+${(time / 1000).toFixed(1)} s`}
      </span>
      <span className={styles['sentence']}>
        {t(SENTENCES[step][progress])}
        {explains(step, code) && <span className={styles['code']}>{wordsOf(code)}</span>}
      </span>
    </li>
  );
}
