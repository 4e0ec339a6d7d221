export const receipt = {
  title: '签购单',
  preview: '签购单预览',
  'slip.none': '签购单',
  'slip.printing': '正在打印签购单',
  'slip.printed': '签购单已打印',
  'slip.not-printed': '未打印，销售不受影响',
  printNow: '打印',
  printAgain: '重打印',
} as const;
