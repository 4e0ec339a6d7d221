export const queue = {
  title: '今日款项',
  sendNow: '立即发送',
  empty: '没有待办:所有记录都已送达银行。',
} as const;
