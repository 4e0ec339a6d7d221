import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from './Button.tsx';
import { useKeyLayer } from './keys.ts';
import styles from './Dialog.module.css';

interface Props {
  readonly title: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly width?: 'narrow' | 'normal' | 'wide' | 'full';
  /** For questions that must be answered by a button: neither Escape nor a click beside closes. */
  readonly mustAnswer?: boolean;
}

/** A question that holds the screen until it is answered; keys of the screen below do nothing. */
export function Dialog({ title, onClose, children, width = 'normal', mustAnswer = false }: Props) {
  const { t } = useTranslation('common');
  return (
    <ModalOverlay
      className={styles['veil'] ?? ''}
      isOpen
      isDismissable={!mustAnswer}
      isKeyboardDismissDisabled={mustAnswer}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className={`${styles['modal'] ?? ''} ${styles[width] ?? ''}`}>
        <AriaDialog className={styles['dialog'] ?? ''}>
          <ModalLayer onEscape={mustAnswer ? undefined : onClose} />
          <header className={styles['header']}>
            <Heading slot="title" className={styles['title'] ?? ''}>
              {title}
            </Heading>
            {!mustAnswer && (
              <Button variant="quiet" aria-label={t('close')} onPress={onClose}>
                <X size={22} aria-hidden="true" />
              </Button>
            )}
          </header>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/**
 * In front of the dialog's content and not in `Dialog` itself: effects of a parent run after those
 * of its children, and the wall would stand above the keys that it is to protect. Escape is heard
 * here as well: a pressed button may have gone, and the focus with it.
 */
function ModalLayer({ onEscape }: { readonly onEscape: (() => void) | undefined }) {
  useKeyLayer({ Escape: onEscape }, { isModal: true });
  return null;
}

export function DialogActions({ children }: { readonly children: ReactNode }) {
  return <footer className={styles['actions']}>{children}</footer>;
}
