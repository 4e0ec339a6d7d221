import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../shared/contracts/error-codes.ts';
import { Button } from '../kit/Button.tsx';
import { Dialog, DialogActions } from '../kit/Dialog.tsx';

interface Props {
  readonly title: string;
  readonly failure: Failure;
  readonly onAgain: () => void;
  readonly onClose: () => void;
}

/** In place of what was opened and could not be read: a key that does nothing would say nothing. */
export function UnreadDialog({ title, failure, onAgain, onClose }: Props) {
  const { t } = useTranslation(['queue', 'frame', 'common', 'errors']);
  return (
    <Dialog title={title} onClose={onClose}>
      <p role="alert">
        {t('queue:notRead')} {t(`errors:${failure.code}`)}
      </p>
      <DialogActions>
        <Button size="tender" keyCap="Esc" onPress={onClose}>
          {t('common:close')}
        </Button>
        <Button variant="primary" size="tender" onPress={onAgain}>
          {t('frame:tryAgain')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
