export const register = {
  find: '扫码,或输入名称 / 拼音首字母 / 条码',
  emptyCart: '请扫码或点选商品',
  saleNumber: '新单',
  total: '应收',
  pay: '结账',
  clear: '整单取消',
} as const;
