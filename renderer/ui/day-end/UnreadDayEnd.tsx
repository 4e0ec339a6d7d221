import { useTranslation } from 'react-i18next';
import { Button } from '../kit/Button.tsx';
import { Dialog, DialogActions } from '../kit/Dialog.tsx';
import { useTillState } from '../stores-context.ts';

/** In place of a day end that could not be read: a key that does nothing would say nothing. */
export function UnreadDayEnd() {
  const { t } = useTranslation(['dayEnd', 'queue', 'frame', 'common', 'errors']);
  const failure = useTillState('dayEnd', (state) => state.failure);
  const open = useTillState('dayEnd', (state) => state.open);
  const leave = useTillState('dayEnd', (state) => state.leave);
  if (failure === null) return null;
  return (
    <Dialog title={t('dayEnd:openDayEnd')} onClose={leave}>
      <p role="alert">
        {t('queue:notRead')} {t(`errors:${failure.code}`)}
      </p>
      <DialogActions>
        <Button size="tender" keyCap="Esc" onPress={leave}>
          {t('common:close')}
        </Button>
        <Button variant="primary" size="tender" onPress={() => void open()}>
          {t('frame:tryAgain')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
