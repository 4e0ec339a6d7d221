import { CreditCard, Nfc } from 'lucide-react';
import { Group } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { TEST_CARD_FACES, type TestCardFace } from '../../../shared/domain/test-card-faces.ts';
import { ignoreHeldKey } from '../kit/Button.tsx';
import { classes } from '../kit/classes.ts';
import { keepFocus } from '../kit/keep-focus.ts';
import { KeyCap } from '../kit/KeyCap.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import type { en } from '../../i18n/resources.ts';
import styles from './CardTray.module.css';

interface Props {
  readonly isDisabled: boolean;
  readonly onCard: (card: TestCardFace) => void;
}

/** Digits belong to scans and amounts; letters are free, in the order of the keyboard. */
const KEYS = ['Q', 'W', 'E', 'R', 'T', 'Y', 'U', 'I', 'O', 'P', 'A', 'S', 'D'] as const;

/**
 * The virtual reader: cards to take into the hand, each saying what a trainer can show with it.
 * None of the numbers belongs to anybody (MISSION).
 */
export function CardTray({ isDisabled, onCard }: Props) {
  const { t } = useTranslation('payment');
  const bindings = TEST_CARD_FACES.flatMap((card, i) => {
    const act = isDisabled ? undefined : () => onCard(card);
    const key = KEYS[i] ?? '';
    return [
      [key, act],
      [key.toLowerCase(), act],
    ] as const;
  });
  useKeyLayer(Object.fromEntries(bindings));
  return (
    <Group className={styles['tray'] ?? ''} aria-label={t('tray')}>
      {TEST_CARD_FACES.map((card, i) => (
        <TrayCard
          key={card.id}
          card={card}
          keyCap={KEYS[i] ?? ''}
          isDisabled={isDisabled}
          onPress={() => onCard(card)}
        />
      ))}
    </Group>
  );
}

interface CardProps {
  readonly card: TestCardFace;
  readonly keyCap: string;
  readonly isDisabled: boolean;
  readonly onPress: () => void;
}

/** The browser's own button, as the tiles of goods: all of them are waited for when somebody pays. */
function TrayCard({ card, keyCap, isDisabled, onPress }: CardProps) {
  const { t, i18n } = useTranslation('payment');
  const { entryMode } = card;
  const Icon = entryMode === 'chip' ? CreditCard : Nfc;
  const use = goodFor(card);
  const good: GoodFor = `good.${use}`;
  const isSound = SOUND.has(use);
  return (
    <button
      type="button"
      className={classes(styles['card'], styles[isSound ? 'sound' : 'spoiled'])}
      disabled={isDisabled}
      onMouseDown={keepFocus}
      onKeyDown={ignoreHeldKey}
      onClick={onPress}
    >
      <span className={styles['name']}>{i18n.language === 'en' ? card.nameEn : card.nameZh}</span>
      <span className={styles['scheme']}>
        <Icon size={20} aria-hidden="true" />
        {card.scheme} · {t(`entry.${entryMode}`)}
        <span className={styles['space']} />
        <KeyCap>{keyCap}</KeyCap>
      </span>
      <span className={styles['number']}>{card.maskedNumber}</span>
      <span className={styles['good']}>{t(good)}</span>
    </button>
  );
}

const SOUND: ReadonlySet<string> = new Set(['tap', 'chip', 'pin', 'card-pin', 'sign', 'watched']);

type GoodFor = Extract<keyof (typeof en)['payment'], `good.${string}`>;

/** By what the card is, not by its id: a card that is added to the tray says the right thing. */
function goodFor(card: TestCardFace) {
  const { account, verification, chipApprovesOffline, expiry, goodFrom } = card;
  const month = new Date().toISOString().slice(0, 7);
  if (account.standing === 'stolen') return 'stolen';
  if (goodFrom !== undefined && goodFrom > month) return 'early';
  if (account.standing === 'restricted') return 'restricted';
  if (expiry < month) return 'expired';
  if (account.approvesInPart === true) return 'part';
  if (account.yesIsDefective === true) return 'watched';
  if (account.balanceMinor < 1_000) return 'poor';
  if (verification === 'online-pin') return 'pin';
  if (verification === 'pin-by-card') return 'card-pin';
  if (verification === 'signature') return 'sign';
  return chipApprovesOffline ? 'chip' : 'tap';
}
