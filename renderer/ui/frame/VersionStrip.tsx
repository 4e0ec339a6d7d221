import { CircleOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Strip } from '../kit/Strip.tsx';
import { useTillState } from '../stores-context.ts';

const WORDS = {
  'version-withdrawn': { title: 'versionTitle', text: 'versionWithdrawn' },
  'version-not-approved': { title: 'notRecognisedTitle', text: 'versionNotRecognised' },
} as const;

/** The bank does not let this program sell by card: cash and the queue go on, no card is read (P29). */
export function VersionStrip() {
  const { t } = useTranslation('frame');
  const refusal = useTillState('till', ({ facts }) => facts?.versionRefusal ?? null);
  if (refusal === null) return null;
  const { title, text } = WORDS[refusal];
  return (
    <Strip label={t(title)}>
      <CircleOff size={22} aria-hidden="true" />
      <b>{t(title)}</b>
      <span role="alert">{t(text)}</span>
    </Strip>
  );
}
