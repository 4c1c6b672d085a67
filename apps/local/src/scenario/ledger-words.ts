/** 科目 as finance calls them; a year or an item of the classification stands behind what is kept apart for it. */
const accounts: Readonly<Record<string, string>> = {
  appropriation: '指标下达（对方科目）',
  available: '可用',
  reserved: '预留',
  committed: '已承诺',
  advanced: '预付',
  accepted: '应付',
  paid: '已支付',
  withdrawn: '收回',
  carried: '结转下年',
  planned: '以后年度安排',
  'appropriation-planned': '以后年度安排（对方科目）',
  'appropriation-carried': '上年结转（对方科目）',
  untendered: '未经公开招标的采购累计',
  'appropriation-untendered': '未经公开招标的采购累计（对方科目）',
};
export const accountName = (bucket: string): string => {
  const [, name = bucket, mark] = /^(.*?)(?:-(\d{4}|[A-Z]\d+))?$/.exec(bucket) ?? [];
  const word = accounts[name] ?? name;
  return mark === undefined ? word : `${word} ${/^\d{4}$/.test(mark) ? `${mark}年` : mark}`;
};
/** In the order in which money passes through them; what is only kept in mind stands last. */
export const accountOrder = (bucket: string): number => {
  const at = Object.keys(accounts).indexOf(bucket.replace(/-(\d{4}|[A-Z]\d+)$/, ''));
  return at < 0 ? Number.MAX_SAFE_INTEGER : at;
};
/** What is kept in mind beside the budget: plans for later years, and figures that only count. */
export const isMemo = (bucket: string): boolean => /^(?:appropriation-)?(?:planned|untendered)/.test(bucket);

/** What a posting was made for, by the event that made it. */
const memos: Readonly<Record<string, string>> = {
  LineApproved: '批复指标',
  LineAdjusted: '调整指标',
  YearEnded: '年末收回',
  FundsReserved: '采购计划预留',
  FundsReleased: '释放预留',
  FundsCommitted: '合同承诺',
  FundsAdded: '补充合同承诺',
  FundsAccepted: '验收确认',
  CommitmentsReleased: '核减承诺',
  FundingYearEnded: '年末转下年安排',
  YearFunded: '安排本年度资金',
  FundsCarried: '结转',
  ExpectedPaymentMoved: '调整预计付款日',
  InstalmentPaid: '支付',
  InstalmentReturned: '国库退回',
  ClawbackReceived: '追回到账',
};
export const memoName = (memo: string): string => memos[memo] ?? memo;

/** `4056000.00` as `4,056,000.00`. */
export const grouped = (yuan: string): string => {
  const [whole = '0', cents = '00'] = yuan.split('.');
  return `${whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')}.${cents}`;
};
