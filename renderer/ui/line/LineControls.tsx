import { Cable, Minus, RotateCcw, Unplug } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { CLEAR_LINE } from '../../../shared/contracts/line-conditions.ts';
import type { LossCounter } from '../../stores/line-store.ts';
import { Button } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { useTillState } from '../stores-context.ts';
import styles from './LineControls.module.css';

/** The hands on the cable: the same real transport, with the faults of a real line before it. */
export function LineControls() {
  const { t } = useTranslation('line');
  const change = useTillState('line', (state) => state.change);
  return (
    <section className={styles['strip']} aria-label={t('title')}>
      <div className={styles['cut']}>
        <CutButton />
      </div>
      <div className={styles['rows']}>
        <div className={styles['row']}>
          <SpeedChoice />
          <FlapChoice />
        </div>
        <div className={styles['row']}>
          <Loss what="loseNextAnswers" words="loseAnswer" />
          <Loss what="loseNextRequests" words="loseRequest" />
          <Button
            size="tender"
            icon={<RotateCcw size={18} aria-hidden="true" />}
            onPress={() => void change(CLEAR_LINE)}
          >
            {t('clear')}
          </Button>
        </div>
      </div>
    </section>
  );
}

/** @param isCompact without the words that explain it, for the narrow sheet beside a screen. */
export function CutButton({ isCompact = false }: { readonly isCompact?: boolean }) {
  const { t } = useTranslation('line');
  const isCut = useTillState('line', ({ line }) => line.cut);
  const change = useTillState('line', (state) => state.change);
  const Icon = isCut ? Cable : Unplug;
  return (
    <Button
      variant={isCut ? 'primary' : 'danger'}
      size={isCompact ? 'tender' : 'pay'}
      icon={<Icon size={28} aria-hidden="true" />}
      {...(!isCompact && { hint: t(isCut ? 'mendMeans' : 'cutMeans') })}
      onPress={() => void change({ cut: !isCut })}
    >
      {t(isCut ? 'mend' : 'cut')}
    </Button>
  );
}

/** Delays one way, as one meets them. */
const DELAYS_MS = { lan: 0, fibre: 20, mobile: 80, satellite: 700, dying: 5_000 } as const;
type Profile = keyof typeof DELAYS_MS;
const PROFILES = Object.keys(DELAYS_MS) as Profile[];

export function SpeedChoice() {
  const { t } = useTranslation('line');
  const delayMs = useTillState('line', ({ line }) => line.delayMs);
  const change = useTillState('line', (state) => state.change);
  return (
    <Choice
      isCompact
      label={t('profile')}
      options={PROFILES}
      value={PROFILES.find((profile) => DELAYS_MS[profile] === delayMs) ?? null}
      nameOf={(profile) => t(`profile.${profile}`)}
      onChange={(profile) => void change({ delayMs: DELAYS_MS[profile] })}
    />
  );
}

interface LossProps {
  readonly what: LossCounter;
  readonly words: 'loseAnswer' | 'loseRequest';
  readonly isCompact?: boolean;
}

/** Each press loses one more; the count goes down by itself as they get lost. */
export function Loss({ what, words, isCompact = false }: LossProps) {
  const { t } = useTranslation('line');
  const count = useTillState('line', ({ line }) => line[what]);
  const lose = useTillState('line', (state) => state.lose);
  return (
    <div className={styles['loss']} data-loss={count}>
      <Button
        size="tender"
        {...(!isCompact && { hint: t(`${words}Means`) })}
        trailing={<b className={styles['count']}>{t('times', { count })}</b>}
        isActive={count > 0}
        onPress={() => void lose(what, 1)}
      >
        {t(words)}
      </Button>
      {!isCompact && (
        <Button
          aria-label={t(`${words}Less`)}
          isDisabled={count === 0}
          onPress={() => void lose(what, -1)}
        >
          <Minus size={20} aria-hidden="true" />
        </Button>
      )}
    </div>
  );
}

const PERIODS = ['off', '1', '3', '10'] as const;
const SECOND_MS = 1_000;

function FlapChoice() {
  const { t } = useTranslation('line');
  const flapping = useTillState('line', ({ line }) => line.flapping);
  const flapMs = useTillState('line', ({ line }) => line.flapMs);
  const change = useTillState('line', (state) => state.change);
  const period = PERIODS.find((one) => Number(one) * SECOND_MS === flapMs) ?? null;
  return (
    <Choice
      isCompact
      label={t('flap')}
      options={PERIODS}
      value={flapping ? period : 'off'}
      nameOf={(one) => (one === 'off' ? t('flap.off') : t('flap.every', { count: Number(one) }))}
      onChange={(one) =>
        void change(
          one === 'off' ? { flapping: false } : { flapping: true, flapMs: Number(one) * SECOND_MS },
        )
      }
    />
  );
}
