import { roles as everyRole } from '@goufu/access';
import { enterpriseKinds, fundSources, organisationTypes } from '@goufu/domain';
import { code, day, oneOf, type Reader, roles, text, year, yes, yuan } from './cells.js';

export interface Column {
  readonly heading: string;
  /** Name under which a row knows it; where it is a field of the command, that field's. */
  readonly field: string;
  readonly read: Reader;
  readonly note: string;
  readonly sample: string | number;
  readonly optional?: true;
}
export interface SheetPlan {
  readonly name: string;
  readonly key: 'departments' | 'people' | 'catalogue' | 'budget';
  readonly columns: readonly Column[];
  /** A row whose first column is empty goes on with the one above. */
  readonly goesOn?: true;
}

const column = (heading: string, field: string, read: Reader, note: string, sample: string | number): Column => ({
  heading,
  field,
  read,
  note,
  sample,
});
const optional = (one: Column): Column => ({ ...one, note: `选填。${one.note}`, optional: true });

/** What may be brought in a workbook, sheet by sheet, in the order in which it is carried out. Headings are Chinese: who fills them in reads them so. */
export const sheetPlans: readonly SheetPlan[] = [
  {
    name: '单位',
    key: 'departments',
    columns: [
      column('单位名称', 'name', text, '按登记证书填写；已登记的同名单位不重复登记', '示范县司法局'),
      column(
        '单位类型',
        'type',
        oneOf('organisation.type', organisationTypes),
        '县级财政部门、购买主体、乡镇（街道）、承接主体等',
        '购买主体',
      ),
      optional(column('主体类型', 'enterprise', oneOf('enterprise', enterpriseKinds), '承接主体必填', '社会组织')),
      optional(column('统一社会信用代码', 'creditCode', code, '承接主体必填，18位', '52320400MJ5500001A')),
      optional(column('上级单位', 'parent', text, '已登记或本表中的单位名称', '示范县人民政府')),
      optional(column('主管财政部门', 'finance', text, '购买主体必填；已登记或本表中的单位名称', '示范县财政局')),
    ],
  },
  {
    name: '人员',
    key: 'people',
    columns: [
      column('人员编号', 'id', code, '登录使用的编号，只含字母、数字、点、横线', 'zhang-min'),
      column('姓名', 'name', text, '', '张敏'),
      optional(column('电话', 'phone', code, '', '13800000000')),
      optional(column('邮箱', 'email', code, '', 'zhang@example.cn')),
      optional(column('单位', 'organisation', text, '任职单位名称；不填则只登记人员', '示范县司法局')),
      optional(column('岗位', 'post', code, '岗位代号，小写字母、数字、横线；没有的岗位按职责设立', 'handler')),
      optional(column('岗位职责', 'roles', roles(everyRole), '多项以、分隔；岗位已设立的可不填', '经办人')),
      optional(column('任职日期', 'from', day, '', '2025-01-01')),
      optional(column('任职期满日', 'to', day, '长期任职不填', '2026-12-31')),
    ],
  },
  {
    name: '目录',
    key: 'catalogue',
    goesOn: true,
    columns: [
      column('条目名称', 'title', text, '一个条目有多项指标的，以下各行此列留空，只填指标', '社区矫正帮教服务'),
      column('主管部门', 'department', text, '单位名称', '示范县司法局'),
      column('指导性目录代码', 'guidingCode', code, '', 'A1007'),
      column('采购品目编码', 'procurementCode', code, '', 'C05020300'),
      column('服务标准', 'standard', text, '', '每名对象一人一档，每月走访一次。'),
      column('计量单位', 'unit', text, '', '岗位·年'),
      column('列入本部门目录', 'onDepartmentList', yes, '是或否', '是'),
      column('指标编号', 'indicators.id', code, '', 'visits'),
      column('指标名称', 'indicators.name', text, '', '实地走访'),
      column('比较方式', 'indicators.comparison', oneOf('comparison', ['at-least', 'at-most', 'equal']), '不低于、不高于、等于', '不低于'),
      column('目标值', 'indicators.target', code, '', '1500'),
      column('指标单位', 'indicators.unit', text, '', '人次'),
    ],
  },
  {
    name: '预算',
    key: 'budget',
    columns: [
      column('指标文号', 'number', text, '', '示范财预〔2025〕18号'),
      column('指标名称', 'title', text, '', '社区矫正专项'),
      column('购买主体', 'purchaser', text, '单位名称', '示范县司法局'),
      column('功能分类科目', 'functionalCode', code, '', '2040610'),
      column('经济分类科目', 'economicCode', code, '', '50205'),
      column('项目代码', 'projectCode', code, '', 'JC-2025-01'),
      column('资金性质', 'fundsKind', text, '', '一般公共预算'),
      column('资金来源', 'source', oneOf('source', fundSources), '本级预算、上级资金', '本级预算'),
      column('年度', 'year', year, '', 2025),
      column('金额', 'amount', yuan, '元，至多两位小数', 500000),
    ],
  },
];
