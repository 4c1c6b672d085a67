import { enterpriseKinds } from '@goufu/domain';
import { z } from 'zod';
import { caseId, decimal, line, slug, storedFile, words, yuanAboveZero } from '../wire/schemas.js';

/** What the envelope holds; nobody but the bidder sees it before the opening. */
const offer = z
  .strictObject({
    price: yuanAboveZero(),
    enterprise: z.enum(enterpriseKinds),
    /** 联合体或分包中小微企业份额 the small enterprises' share in a consortium or subcontract. */
    share: z.strictObject({ with: z.enum(['consortium', 'subcontract']), smallMicroSharePercent: decimal() }).nullable(),
    commitments: z.record(slug(), words()),
    answers: z.record(slug(), words(20_000)),
    files: z.array(storedFile()).max(100),
    /** 投标保证金 as it was given: in which form, how much, from which account or guarantor, under which number. */
    bond: z
      .strictObject({ form: slug(), amount: yuanAboveZero(), account: line(100), reference: line(100) })
      .nullable()
      .optional(),
    /** 投标文件的制作信息和联系人 who made the file, on which machine, and whom to ask: compared once bids are opened. */
    origin: z
      .strictObject({
        author: line(100).nullable().optional(),
        device: line(200).nullable().optional(),
        contact: line(100).nullable().optional(),
      })
      .nullable()
      .optional(),
  })
  .meta({ id: 'Offer' });
const documentVersion = z.int().min(1).max(1000);

export const submitSchema = z.strictObject({
  round: z.int().min(1).max(99),
  supplier: caseId('organisation'),
  documentVersion,
  contractor: slug().nullable().optional(),
  offer,
});
export const replaceSchema = z.strictObject({ documentVersion, offer });
export const confirmSchema = z.strictObject({ documentVersion });
export const withdrawSchema = z.strictObject({});
export const quoteFinallySchema = z.strictObject({
  needsVersion: z.int().min(0).max(1000).meta({ description: '已确认的变动次数 how many confirmed changes the quote stands under' }),
  quote: z
    .strictObject({ price: yuanAboveZero(), commitments: z.record(slug(), words()), files: z.array(storedFile()).max(100) })
    .meta({ id: 'FinalQuote' }),
});
export const leaveTalksSchema = z.strictObject({});
