import type { Attended } from '../../stores/attended-desk.ts';
import { StepList } from '../payment/StepList.tsx';
import { UnknownQuestion } from '../payment/UnknownQuestion.tsx';
import { Waiting } from '../payment/Waiting.tsx';
import styles from './SalesScreen.module.css';

export interface GiveBackWords {
  readonly title: string;
  readonly waiting: string;
  readonly money: string;
  readonly why: string;
  readonly givingUp: string;
}

interface Props {
  readonly attended: Attended;
  readonly words: GiveBackWords;
  readonly onKeepAsking: () => void;
  readonly onGiveUp: () => void;
}

/** What gives money back while the bank is asked: each step, the clock, and the choice (P5). */
export function GiveBackWait({ attended, words, onKeepAsking, onGiveUp }: Props) {
  const { title, waiting, money, why, givingUp } = words;
  return (
    <div className={styles['run']}>
      <StepList news={attended.steps} isOver={false} />
      <div>
        {attended.question?.kind === 'unknown' ? (
          <UnknownQuestion
            attended={attended}
            means={{ money, why, givingUp }}
            onKeepAsking={onKeepAsking}
            onGiveUp={onGiveUp}
          />
        ) : (
          <Waiting attended={attended} means={{ title, waiting, givingUp }} onGiveUp={onGiveUp} />
        )}
      </div>
    </div>
  );
}
