import { applyDecorators, SerializeOptions } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';

/** What a route answers: documented, and checked when sent; unknown members are left out. */
export const Returns = (status: number, schema: z.ZodType): MethodDecorator =>
  applyDecorators(ApiResponse({ status, standardSchema: schema }), SerializeOptions({ schema }));
