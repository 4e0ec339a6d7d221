export const line = {
  title: '线路面板',
  cut: '拔掉网线',
  mend: '接回网线',
  loseAnswer: '丢掉下一个应答',
} as const;
