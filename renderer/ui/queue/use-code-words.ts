import { useTranslation } from 'react-i18next';
import { ERROR_CODES, type ErrorCode } from '../../../shared/contracts/error-codes.ts';

/** An answer or fault in words: the registry's own text, or the number the bank gave. */
export function useCodeWords(): (code: string) => string {
  const { t } = useTranslation(['queue', 'errors']);
  return (code) => (isErrorCode(code) ? t(`errors:${code}`) : t('queue:bankAnswer', { code }));
}

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CODES, code);
}
