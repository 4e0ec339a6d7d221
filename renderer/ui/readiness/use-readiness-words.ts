import { useTranslation } from 'react-i18next';
import { useTillState } from '../stores-context.ts';
import { readinessWords, type ReadinessWords } from './readiness-words.ts';

/** What was found at a point, in words: on the screen and on paper the same. */
export function useReadinessWords(): ReadinessWords {
  const { i18n } = useTranslation(['readiness', 'settings']);
  const level = useTillState('till', ({ facts }) => facts?.keyStoreLevel ?? 'file');
  return readinessWords(i18n, level);
}
