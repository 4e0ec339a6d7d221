/** What can be asked over the register; one at a time. */
export type RegisterDialog = 'quantity' | 'discount' | 'note' | 'recall' | 'clear';

export interface RegisterDialogProps {
  readonly onClose: () => void;
}
