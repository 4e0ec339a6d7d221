import { useTranslation } from 'react-i18next';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { useTillState } from '../stores-context.ts';
import { useProductName } from './product-name.ts';
import styles from './Goods.module.css';

/** The shelves of the shop; none is marked while a search shows goods of all of them. */
export function CategoryBar() {
  const { t } = useTranslation('register');
  const nameOf = useProductName();
  const categories = useTillState('catalogue', (state) => state.categories);
  // Not the view: all the shelves would be drawn anew with every letter that somebody types.
  const marked = useTillState('catalogue', ({ view }) =>
    view.kind === 'category' ? view.categoryId : null,
  );
  const choose = useTillState('catalogue', (state) => state.chooseCategory);
  return (
    <ToggleButtonGroup
      className={styles['categories'] ?? ''}
      aria-label={t('categories')}
      selectionMode="single"
      selectedKeys={marked === null ? [] : [marked]}
    >
      {categories.map((category) => (
        <ToggleButton
          key={category.id}
          id={category.id}
          className={styles['category'] ?? ''}
          preventFocusOnPress
          onPress={() => void choose(category.id)}
        >
          {nameOf(category)}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
