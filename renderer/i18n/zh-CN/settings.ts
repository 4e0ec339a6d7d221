export const settings = {
  title: '设置',
  language: '语言',
  theme: '外观',
  'theme.system': '跟随系统',
  'theme.light': '浅色',
  'theme.dark': '深色',
} as const;
