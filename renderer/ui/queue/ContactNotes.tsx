import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../shared/contracts/error-codes.ts';
import { MAX_CONTACT_WORDS } from '../../services/recovery/contact-tries.ts';
import type { QueueRow, RowLoss } from '../../services/queue/queue-row.ts';
import { Button } from '../kit/Button.tsx';
import { Field } from '../kit/Field.tsx';
import { Fact } from '../kit/Panel.tsx';
import { dayAndMinuteText } from '../kit/time.ts';
import { useBusy } from '../kit/use-busy.ts';
import { useTillState } from '../stores-context.ts';
import styles from './DecisionDialog.module.css';

interface Props {
  readonly row: QueueRow;
  readonly loss: RowLoss;
}

const SAYINGS = [
  { words: 'say.comes', isReached: true },
  { words: 'say.again', isReached: true },
  { words: 'say.noAnswer', isReached: false },
] as const;

/** What was tried to reach the customer, newest first, and the next try: kept in the journal. */
export function ContactNotes({ row: { key, saleId, customerContact }, loss }: Props) {
  const { t } = useTranslation(['recovery', 'queue', 'errors']);
  // The dialog was opened on what was so then; what was noted since is seen at once.
  const contacts = useTillState(
    'queue',
    ({ view }) => view?.rows.find((one) => one.key === key)?.loss?.contacts ?? loss.contacts,
  );
  const note = useTillState('queue', (state) => state.noteContact);
  const [words, setWords] = useState('');
  const [failed, setFailed] = useState<Failure | null>(null);
  const { run } = useBusy();
  // Touched twice it is one call, and nobody was called twice.
  const keep = (said: string, isReached: boolean): Promise<void> =>
    run(async () => {
      const noted = await note({ saleId, words: said, isReached });
      setFailed(noted.ok ? null : noted.error);
      if (noted.ok) setWords('');
    });
  const isWorded = words.trim() !== '';
  return (
    <section className={styles['contacts']} aria-label={t('recovery:way.contact')}>
      <h3>{t('recovery:way.contact')}</h3>
      <Fact name={t('queue:contact')}>
        {customerContact === '' ? t('queue:noContact') : customerContact}
      </Fact>
      <div className={styles['reasons']}>
        {SAYINGS.map((one) => (
          <Button
            key={one.words}
            onPress={() => void keep(t(`recovery:${one.words}`), one.isReached)}
          >
            {t(`recovery:${one.words}`)}
          </Button>
        ))}
      </div>
      <Field
        label={t('recovery:contactWords')}
        value={words}
        onChange={setWords}
        maxLength={MAX_CONTACT_WORDS}
      />
      <div className={styles['reasons']}>
        <Button isDisabled={!isWorded} onPress={() => void keep(words, true)}>
          {t('recovery:noteIt')} · {t('recovery:reached')}
        </Button>
        <Button isDisabled={!isWorded} onPress={() => void keep(words, false)}>
          {t('recovery:noteIt')} · {t('recovery:notReached')}
        </Button>
      </div>
      {failed !== null && (
        <p role="alert" className={styles['alarm']}>
          {t(`errors:${failed.code}`)}
        </p>
      )}
      <Tried contacts={contacts} />
    </section>
  );
}

function Tried({ contacts }: Pick<RowLoss, 'contacts'>) {
  const { t } = useTranslation('recovery');
  if (contacts.length === 0) return <p className={styles['advice']}>{t('noContacts')}</p>;
  return (
    <ol className={styles['tried']} aria-label={t('contacts')} reversed>
      {[...contacts].reverse().map(({ atMs, operatorId, isReached, words }) => (
        <li key={atMs}>
          <small>
            {t('note', {
              at: dayAndMinuteText(atMs),
              operator: operatorId,
              outcome: t(isReached ? 'reached' : 'notReached'),
            })}
          </small>
          {words}
        </li>
      ))}
    </ol>
  );
}
