import { Search, X } from 'lucide-react';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Input, SearchField } from 'react-aria-components';
import { Button } from '../kit/Button.tsx';
import { KeyCap } from '../kit/KeyCap.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { useTillState } from '../stores-context.ts';
import { useCartKeys, type CounterActs } from './counter-acts.ts';
import { LOOKS_AT_ONCE } from './type-ahead.ts';
import styles from './Goods.module.css';

interface Props {
  readonly acts: CounterActs;
}

/**
 * Name, pinyin initials or code; Enter takes the first that is found. The field has the focus most
 * of the time, so the keys of the cart work in it while it is empty.
 */
export function FindField({ acts }: Props) {
  const { t } = useTranslation('register');
  const cartKeys = useCartKeys(acts);
  const text = useTillState('catalogue', ({ view }) => (view.kind === 'search' ? view.text : ''));
  const find = useTillState('catalogue', (state) => state.find);
  const take = useTillState('scan', (state) => state.take);
  const field = useRef<HTMLInputElement>(null);
  const clear = (): void => void find('');
  const focus = (): void => {
    field.current?.focus();
    field.current?.select();
  };
  useKeyLayer({ F2: focus });
  useEffect(() => {
    void find('');
    field.current?.focus();
  }, [find]);

  const takeFound = async (typed: string): Promise<void> => {
    if (typed !== '' && (await take(typed))) await find('');
  };
  const type = (next: string): void => {
    const act = text === '' ? cartKeys[next] : undefined;
    if (act === undefined) void find(next);
    else act();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    const typed = event.currentTarget.value.trim();
    const act = typed === '' ? cartKeys[event.key] : undefined;
    const isKey = event.key === 'Enter' || act !== undefined;
    // Held down a key presses once, or a finger that rests on Delete clears the counter; arrows go on.
    if (event.repeat && isKey && !event.key.startsWith('Arrow')) return event.preventDefault();
    if (event.key === 'Enter') void takeFound(typed);
    else if (event.key === 'ArrowDown' && typed !== '') firstTile()?.focus();
    else if (act === undefined || event.ctrlKey || event.altKey) return;
    else act();
    event.preventDefault();
  };
  return (
    <SearchField
      className={styles['find'] ?? ''}
      aria-label={t('find')}
      value={text}
      onChange={type}
      onClear={clear}
    >
      <Search size={20} aria-hidden="true" />
      <Input
        ref={field}
        className={styles['input'] ?? ''}
        placeholder={t('find')}
        maxLength={80}
        autoComplete="off"
        spellCheck={false}
        onKeyDown={onKeyDown}
        {...LOOKS_AT_ONCE}
      />
      {text === '' ? (
        <KeyCap>F2</KeyCap>
      ) : (
        <Button variant="quiet" slot="clear" aria-label={t('findClear')}>
          <X size={20} aria-hidden="true" />
        </Button>
      )}
    </SearchField>
  );
}

function firstTile(): HTMLElement | null {
  return document.querySelector('[data-goods] [role="group"] button');
}
