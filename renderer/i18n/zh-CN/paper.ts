export const paper = {
  open: '补录纸单…',
  openMeans: '收银机不在时卖出的',
  title: '补录一笔纸单销售',
  means: '收银机不在时用现金卖出的货。现金已在钱箱里，钱箱不再打开。',
  noCards: '纸上写的卡不能补录：没有银行批准过，请让顾客重新付款。',
  number: '纸单号',
  soldAt: '售出时间',
  enter: '主管确认并录入',
};
