import { useTranslation } from 'react-i18next';
import type { Certainty } from '../../../shared/domain/certainty.ts';
import { promisedAtMs, type SlipCode, type SlipFate } from '../../../shared/domain/slip-code.ts';
import type { SlipCheck } from '../../services/slips/slip-check.ts';
import type { SlipChecking } from '../../stores/slip-check-store.ts';
import { Button } from '../kit/Button.tsx';
import { Dialog, DialogActions } from '../kit/Dialog.tsx';
import { InkCard } from '../kit/Ink.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { money } from '../kit/money.ts';
import { Fact } from '../kit/Panel.tsx';
import { timeText } from '../kit/time.ts';
import { useNow } from '../frame/use-now.ts';
import { useTillState } from '../stores-context.ts';
import styles from './SlipCode.module.css';

/** Somebody brings a provisional slip back: scanned, and the bank is asked what became of it (P19). */
export function SlipCheckDialog() {
  const shown = useTillState('slipCheck', (state) => state.shown);
  return shown === null ? null : <OpenSlipCheck shown={shown} />;
}

function OpenSlipCheck({ shown: { code, found } }: { readonly shown: SlipChecking }) {
  const { t } = useTranslation('slipCode');
  const close = useTillState('slipCheck', (state) => state.close);
  const check = useTillState('slipCheck', (state) => state.check);
  const again = (): void => void check(code);
  const isAskedAgain = found?.kind === 'not-asked';
  return (
    <Dialog title={t('title')} onClose={close}>
      {found === null ? <output>{t('asking')}</output> : <Found found={found} />}
      <CheckKeys onClose={close} onAgain={isAskedAgain ? again : undefined} />
      <DialogActions>
        {isAskedAgain && (
          <Button size="tender" keyCap="F10" onPress={again}>
            {t('again')}
          </Button>
        )}
        <Button variant="primary" size="tender" keyCap="Enter" onPress={close}>
          {t('understood')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

interface KeysProps {
  readonly onClose: () => void;
  readonly onAgain: (() => void) | undefined;
}

/** Inside the dialog, so that its keys lie above the dialog's own layer. */
function CheckKeys({ onClose, onAgain }: KeysProps) {
  useKeyLayer({ Enter: onClose, F10: onAgain });
  return null;
}

const INKS: Readonly<Record<SlipFate, Certainty>> = {
  final: 'certain',
  recovered: 'certain',
  'written-off': 'refused',
  declined: 'refused',
  'taken-back': 'refused',
  withdrawn: 'refused',
  unsent: 'promised',
  unknown: 'unknown',
};

function Found({ found }: { readonly found: SlipCheck }) {
  const { t } = useTranslation(['slipCode', 'errors']);
  if (found.kind === 'not-ours') {
    return (
      <div role="alert" data-slip="not-ours">
        <InkCard ink="unknown" title={t('slipCode:notOurs')}>
          <p>{t(`errors:${found.failure.code}`)}</p>
        </InkCard>
      </div>
    );
  }
  const { slip } = found;
  if (found.kind === 'not-asked') {
    return (
      <div data-slip="not-asked">
        <InkCard ink={found.isUnsent ? 'promised' : 'unknown'} title={t('slipCode:notAsked')}>
          <p>{t(found.isUnsent ? 'slipCode:means.unsent' : 'slipCode:means.notAsked')}</p>
          <p>{t(`errors:${found.failure.code}`)}</p>
        </InkCard>
        <SlipFacts slip={slip} />
      </div>
    );
  }
  const { fate, answer } = found;
  return (
    <div data-slip={fate}>
      <InkCard ink={INKS[fate]} title={t(`slipCode:fate.${fate}`)}>
        <p>{t(`slipCode:means.${fate}`)}</p>
      </InkCard>
      <SlipFacts slip={slip}>
        {answer.known && (
          <>
            <Fact name={t('slipCode:till')}>{answer.terminalId}</Fact>
            <Fact name={t('slipCode:card')}>{answer.maskedNumber}</Fact>
            <Fact name={t('slipCode:code')}>{answer.code}</Fact>
          </>
        )}
      </SlipFacts>
    </div>
  );
}

interface FactsProps {
  readonly slip: SlipCode;
  readonly children?: React.ReactNode;
}

/** What the paper must say too. */
function SlipFacts({ slip, children }: FactsProps) {
  const { t } = useTranslation('slipCode');
  const nowMs = useNow();
  return (
    <div className={styles['facts']}>
      <Fact name={t('amount')}>{money(slip.amountMinor)}</Fact>
      <Fact name={t('promisedAt')}>{timeText(promisedAtMs(slip.paymentId), nowMs)}</Fact>
      {children}
    </div>
  );
}
