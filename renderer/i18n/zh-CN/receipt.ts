export const receipt = {
  title: '签购单',
  preview: '签购单预览',
  printing: '正在打印签购单',
  printed: '签购单已打印',
  notPrinted: '签购单未打印,销售不受影响',
} as const;
