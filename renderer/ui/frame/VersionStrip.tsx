import { CircleOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Strip } from '../kit/Strip.tsx';
import { useTillState } from '../stores-context.ts';

/** The bank has withdrawn this program: cash and the queue go on, no card is read (P29). */
export function VersionStrip() {
  const { t } = useTranslation('frame');
  const isWithdrawn = useTillState('till', ({ facts }) => facts?.versionWithdrawn ?? false);
  if (!isWithdrawn) return null;
  return (
    <Strip label={t('versionTitle')}>
      <CircleOff size={22} aria-hidden="true" />
      <b>{t('versionTitle')}</b>
      <span role="alert">{t('versionWithdrawn')}</span>
    </Strip>
  );
}
