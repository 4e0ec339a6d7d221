import { useTranslation } from 'react-i18next';
import { textOfCode } from './code-texts.ts';

/** A code in words. */
export function useCodeWords(): (code: string) => string {
  const { t } = useTranslation(['codes', 'errors']);
  return (code) => t(textOfCode(code), { code });
}
