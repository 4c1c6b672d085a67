import { calculate, calculators, type Calculator } from '@goufu/calculators';
import { Body, Controller, Get, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { type RouteOf, routesOf } from '../cases/route-class.js';
import { DOOR, type Door } from '../door.js';
import type { Reply } from '../http/request.js';
import { Anonymous } from '../identity/anonymous.js';
import { Returns } from '../returns.decorator.js';

interface Instance {
  readonly door: Door;
}

const text = { type: 'string' } as const;
const meta = { type: 'object', additionalProperties: true } as const;
const answerSchema = {
  type: 'object',
  required: ['result', 'steps', 'rules', 'overridden', 'pack'],
  properties: {
    result: { type: 'object', additionalProperties: true },
    steps: {
      type: 'array',
      description: '计算步骤：公式、代入值、精确值、舍入 formula, inputs, exact value, rounding',
      items: { type: 'object', additionalProperties: true },
    },
    rules: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'citation', 'verified'],
        properties: { id: text, citation: text, verified: { type: 'boolean' } },
      },
    },
    overridden: { type: 'array', items: text },
    pack: { type: ['object', 'null'], properties: { jurisdiction: text, hash: text } },
  },
};
const refusedSchema = {
  type: 'object',
  required: ['refused'],
  properties: {
    refused: {
      type: 'array',
      items: {
        type: 'object',
        required: ['code', 'rule', 'pointer', 'detail', 'meta'],
        properties: {
          code: text,
          rule: { type: ['string', 'null'] },
          pointer: text,
          detail: { type: 'object', properties: { zh: text, en: text } },
          meta,
        },
      },
    },
  },
};

const schemaOf = ({ input }: Calculator): Record<string, unknown> => {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' });
  return schema as Record<string, unknown>;
};

const route = (calculator: Calculator): RouteOf<Instance> => {
  const { name, title, example } = calculator;
  return {
    name,
    handler: async function (this: Instance, reply: Reply, input: unknown) {
      const answer = calculate(calculator, input ?? {}, this.door.law);
      if ('refused' in answer) void reply.status(422);
      return answer;
    },
    // No schema at the parameter: a calculator says itself what is wrong with its input, all of it, by its own contract.
    parameters: [Res({ passthrough: true }), Body()],
    decorators: [
      Post(name),
      HttpCode(200),
      ApiOperation({ operationId: `calculators.${name}`, summary: `${title.zh} ${title.en}` }),
      ApiBody({ required: true, schema: { ...schemaOf(calculator), example } }),
      ApiResponse({ status: 200, description: 'reckoned', content: { 'application/json': { schema: answerSchema as object } } }),
      ApiResponse({ status: 422, description: 'refused', content: { 'application/json': { schema: refusedSchema as object } } }),
    ],
  };
};

const listed = z.object({
  items: z.array(
    z.object({
      name: z.string(),
      title: z.object({ zh: z.string(), en: z.string() }),
      href: z.string(),
      input: z.record(z.string(), z.unknown()),
      example: z.unknown(),
    }),
  ),
});
const list: RouteOf<Instance> = {
  name: 'list',
  handler: async function () {
    return {
      items: calculators.map((one) => ({
        name: one.name,
        title: one.title,
        href: `/v1/calculators/${one.name}`,
        input: schemaOf(one),
        example: one.example,
      })),
    };
  },
  parameters: [],
  decorators: [
    Get(),
    ApiOperation({ operationId: 'calculators.list', summary: '计算器及其输入 the calculators and what each takes' }),
    Returns(200, listed),
  ],
};

/** Every calculator as a route: open to everybody, reads no case, keeps nothing. */
export const CalculatorsController = routesOf<Instance>(
  'CalculatorsController',
  [list, ...calculators.map(route)],
  [ApiTags('calculators 计算器'), Controller('v1/calculators'), Anonymous()],
  [Inject(DOOR)],
);
