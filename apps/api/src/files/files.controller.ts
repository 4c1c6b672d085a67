import { Controller, Get, Inject, Param, Put, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { DOOR, type Door } from '../door.js';
import { IDEMPOTENCY } from '../http/headers.js';
import { keyOf } from '../http/preconditions.js';
import { problem, problemOfHeader } from '../http/problem-error.js';
import type { Reply, Request } from '../http/request.js';
import { actingOf, personOf } from '../identity/acting.js';
import { demandReleased } from '../identity/held.js';
import { Returns } from '../returns.decorator.js';
import { fileIn } from './file-address.js';
import { TooLarge } from './file-store.js';
import { isWhatItSays } from './media-type.js';

const stored = z.object({ file: z.string(), name: z.string(), size: z.int(), mediaType: z.string() }).meta({ id: 'StoredFile' });
const hashSchema = z.string().regex(/^[0-9a-f]{64}$/, { error: 'input.wrong_format' });
const caseQuery = z.strictObject({ case: z.string().max(300).optional() });

/** The SHA-256 that the sender says the bytes have (RFC 9530), as hex; null: it says none. */
const digestFrom = (header: string | string[] | undefined): string | null => {
  if (header === undefined || header === '') return null;
  const digest = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):\s*(?:$|,)/.exec(String(header))?.[1];
  if (digest === undefined) throw problemOfHeader('file.digest_malformed', 'Content-Digest');
  return Buffer.from(digest, 'base64').toString('hex');
};

const nameFrom = (header: unknown): string => {
  if (typeof header !== 'string' || header === '') return 'file';
  try {
    const name = decodeURIComponent(header)
      .replace(/[\p{Cc}\p{Cs}/\\]/gu, '')
      .trim();
    return name === '' ? 'file' : name.slice(0, 200);
  } catch {
    return 'file';
  }
};

@ApiTags('files 附件')
@ApiBearerAuth()
@Controller('v1/files')
export class FilesController {
  constructor(@Inject(DOOR) private readonly door: Door) {}

  @Put()
  @ApiOperation({
    operationId: 'files.store',
    summary: '上传附件（原始字节），命令以其哈希引用 store bytes; commands refer to them by hash',
  })
  @ApiConsumes('application/octet-stream')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @IDEMPOTENCY
  @ApiHeader({ name: 'Content-Digest', required: false, description: 'sha-256=:base64:, checked when given' })
  @ApiHeader({ name: 'X-File-Name', required: false, description: 'percent-encoded' })
  @Returns(200, stored)
  async store(@Req() request: Request) {
    keyOf(request);
    const { realm, person } = personOf(request);
    await demandReleased(this.door, realm);
    const mediaType = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
    const { fileTypes, fileBytes } = this.door.settings;
    if (!fileTypes.includes(mediaType)) throw problem('file.type_not_allowed', { meta: { allowed: fileTypes } });
    if (Number(request.headers['content-length'] ?? 0) > fileBytes) throw problem('file.too_large', { meta: { limit: fileBytes } });
    const digest = digestFrom(request.headers['content-digest']);
    try {
      const kept = await this.door.files.keep(request.body as Readable, ({ hash, size, head }) => {
        if (digest !== null && digest !== hash) throw problemOfHeader('file.digest_differs', 'Content-Digest');
        if (size === 0) throw problem('file.empty');
        if (!isWhatItSays(mediaType, head)) throw problem('file.not_what_it_says', { meta: { mediaType } });
      });
      const name = nameFrom(request.headers['x-file-name']);
      await this.door.views.files.add(realm, { hash: kept.hash, name, mediaType, size: kept.size }, person);
      return { file: kept.hash, name, size: kept.size, mediaType };
    } catch (error) {
      if (error instanceof TooLarge) throw problem('file.too_large', { meta: { limit: fileBytes } });
      throw error;
    }
  }

  @Get(':hash')
  @ApiOperation({
    operationId: 'files.read',
    summary: '下载：本人上传的，或所见事项引用的 bytes that you brought, or that a case which you see refers to (?case=)',
  })
  // As it was stored, whatever that was.
  @ApiResponse({ status: 200, description: 'the bytes', content: { '*/*': { schema: { type: 'string', format: 'binary' } } } })
  async read(
    @Req() request: Request,
    @Res() reply: Reply,
    @Param('hash', { schema: hashSchema }) hash: string,
    @Query({ schema: caseQuery }) query: z.output<typeof caseQuery>,
  ): Promise<void> {
    const { realm } = personOf(request);
    const found = await this.nameFor(request, realm, hash, query.case);
    const file = found === null ? null : await this.door.views.files.find(realm, hash);
    const bytes = file ? await this.door.files.read(hash) : null;
    if (found === null || !file || !bytes) throw problem('file.not_found');
    await reply
      .header('content-type', file.mediaType)
      .header('content-length', bytes.size)
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(found || file.name)}`)
      .header('content-security-policy', "default-src 'none'; frame-ancestors 'none'; sandbox")
      .send(bytes.stream);
  }

  /** The name under which this caller knows the file; null: it is not theirs to see. */
  private async nameFor(request: Request, realm: string, hash: string, caseId: string | undefined): Promise<string | null> {
    const { person } = personOf(request);
    if (caseId === undefined) return this.door.views.files.broughtBy(realm, hash, person);
    const { appointment } = await actingOf(this.door, request);
    const viewed = await this.door.engine.view(realm, caseId, { person, appointment });
    const reference = viewed && fileIn(viewed.view, hash);
    if (!reference) return null;
    return typeof reference.name === 'string' ? reference.name : '';
  }
}
