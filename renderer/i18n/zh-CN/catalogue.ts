export const catalogue = {
  title: '商品资料',
} as const;
