import { fundSources } from '@goufu/domain';
import { z } from 'zod';
import { caseId, line, slug, words, yuanAboveZero, yuanSigned } from '../wire/schemas.js';

export const nothingSchema = z.strictObject({});
export const approveLineSchema = z.strictObject({
  number: line(100).meta({ description: '指标文号', example: '示范财预〔2025〕18号' }),
  title: line(),
  purchaser: caseId('organisation'),
  functionalCode: slug().meta({ description: '支出功能分类科目', example: '2040610' }),
  economicCode: slug().meta({ description: '经济分类科目', example: '50205' }),
  projectCode: slug().meta({ description: '项目代码' }),
  fundsKind: line(50).meta({ description: '资金性质', example: '一般公共预算' }),
  source: z.enum(fundSources),
  year: z.int().min(2015).max(2100),
  amount: yuanAboveZero(),
  continues: caseId('budget')
    .nullable()
    .meta({ description: 'the line of the year before whose plans and commitments this one takes over' }),
});
export const adjustLineSchema = z.strictObject({ number: line(100), delta: yuanSigned(), reason: words() });
export const proposeCarryOverSchema = z.strictObject({ into: caseId('budget'), reason: words() });
