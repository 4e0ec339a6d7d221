export const session = {
  lockedTitle: '已锁屏',
  lockedMeans: '待送的记录在后台继续发送，收款要先登录。',
  choose: '请选择操作员',
  samplePin: '示例密码 {{pin}}',
  pinOf: '{{name}} 的密码',
  signIn: '登录',
  'role.cashier': '收银员',
  'role.supervisor': '主管',
} as const;
