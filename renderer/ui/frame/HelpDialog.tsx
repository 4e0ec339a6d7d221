import { ArrowUp, Check, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { CERTAINTIES } from '../../../shared/domain/certainty.ts';
import { Button } from '../kit/Button.tsx';
import { Dialog, DialogActions } from '../kit/Dialog.tsx';
import { InkChip } from '../kit/Ink.tsx';
import { KeyCap } from '../kit/KeyCap.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import styles from './HelpDialog.module.css';

/** What the colours mean and what the keys do: enough to stand in for somebody (F1). */
export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['frame', 'common']);
  return (
    <Dialog title={t('frame:help')} width="wide" onClose={onClose}>
      <SameKeyCloses onClose={onClose} />
      <div className={styles['columns']}>
        <section className={styles['part']}>
          <Inks />
          {/* Where there is room for it. */}
          <Keys of={PLACES.slice(-1)} />
        </section>
        <section className={styles['part']}>
          <Keys of={PLACES.slice(0, -1)} />
        </section>
      </div>
      <DialogActions>
        <Button variant="primary" keyCap="Esc" onPress={onClose}>
          {t('common:close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** Inside the dialog, so that its key lies above the dialog's own layer. */
function SameKeyCloses({ onClose }: { readonly onClose: () => void }) {
  useKeyLayer({ F1: onClose });
  return null;
}

function Inks() {
  const { t } = useTranslation('frame');
  return (
    <>
      <h3>{t('help.inks')}</h3>
      <dl className={styles['inks']}>
        {CERTAINTIES.map((ink) => (
          <div key={ink}>
            <dt>
              <InkChip ink={ink} />
            </dt>
            <dd>{t(`help.ink.${ink}`)}</dd>
          </div>
        ))}
      </dl>
      <h3>{t('help.delivery')}</h3>
      <dl className={styles['inks']}>
        {DELIVERIES.map(({ name, Icon }) => (
          <div key={name}>
            <dt className={styles['mark']}>
              <Icon size={20} strokeWidth={2.5} aria-hidden="true" />
              {t(`help.delivery.${name}`)}
            </dt>
            <dd>{t(`help.delivery.${name}.means`)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

const DELIVERIES = [
  { name: 'waiting', Icon: ArrowUp },
  { name: 'reported', Icon: Check },
  { name: 'attention', Icon: TriangleAlert },
] as const;

/** By place, as they are printed on the buttons there. */
const PLACES = [
  {
    place: 'everywhere',
    keys: [
      ['F1', 'help'],
      ['F12', 'lock'],
      ['⇧F12', 'signOff'],
      ['Esc', 'escape'],
      ['Ctrl 1', 'firstScreen'],
      ['Ctrl 2', 'otherScreens'],
    ],
  },
  {
    place: 'register',
    keys: [
      ['F2', 'find'],
      ['↑ ↓', 'choose'],
      ['+ −', 'step'],
      ['Del', 'remove'],
      ['F4', 'hold'],
      ['F5', 'recall'],
      ['F6', 'quantity'],
      ['F7', 'note'],
      ['F8', 'discount'],
      ['Ctrl Del', 'clear'],
      ['F9', 'pay'],
    ],
  },
  {
    place: 'payment',
    keys: [
      ['1', 'cash'],
      ['2', 'card'],
      ['F3', 'balance'],
      ['F6', 'cardPart'],
      ['P', 'paper'],
      ['M', 'messages'],
      ['Enter', 'enter'],
    ],
  },
  {
    place: 'sales',
    keys: [
      ['P', 'printSlip'],
      ['F6', 'preAuthorise'],
      ['F7', 'refundSlip'],
      ['F8', 'voidSale'],
      ['F9', 'refundSale'],
    ],
  },
  {
    place: 'queue',
    keys: [
      ['F3', 'dayEnd'],
      ['F6', 'countDrawer'],
      ['F7', 'atRisk'],
      ['F10', 'send'],
    ],
  },
] as const;

function Keys({ of: places }: { readonly of: readonly (typeof PLACES)[number][] }) {
  const { t } = useTranslation('frame');
  return (
    <>
      {places.map(({ place, keys }) => (
        <div key={place}>
          <h3>{t(`help.keys.${place}`)}</h3>
          <dl className={styles['keys']}>
            {keys.map(([key, act]) => (
              <div key={key}>
                <dt>
                  <span className="visually-hidden">{key}</span>
                  <KeyCap>{key}</KeyCap>
                </dt>
                <dd>{t(`help.key.${act}`)}</dd>
              </div>
            ))}
          </dl>
        </div>
      ))}
    </>
  );
}
