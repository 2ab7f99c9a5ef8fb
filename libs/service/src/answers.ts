// SPDX-License-Identifier: MPL-2.0
import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';

/**
 * The first is the fullest; each that follows leaves fields out. Schemas of answers are open, so the full view fits those
 * too: `anyOf` says so, `oneOf` would be broken by it.
 */
const anyOf = (views: readonly Type[]) => {
  const references = views.map((view) => ({ $ref: getSchemaPath(view) }));
  return references.length === 1 ? references[0]! : { anyOf: references };
};

/** Documents a route's answer: one of these views, by the caller's role. */
export const Answers = (status: 200 | 201, ...views: readonly Type[]) =>
  applyDecorators(
    ApiExtraModels(...views),
    ApiResponse({ status, description: 'The case as the caller may see it.', schema: anyOf(views) }),
  );

/** Documents a list: a page of these views and the `after` of the next page. */
export const AnswersPage = (...views: readonly Type[]) =>
  applyDecorators(
    ApiExtraModels(...views),
    ApiResponse({
      status: 200,
      description: 'A page; `next` is the `after` of the following page, null on the last.',
      schema: {
        type: 'object',
        required: ['items', 'next'],
        properties: {
          items: { type: 'array', items: anyOf(views) },
          next: { type: ['string', 'null'] as never },
          count: {
            type: 'integer',
            description: 'With `count=capped`: how many there are on all pages, at most 1000.',
          },
          countIsCapped: { type: 'boolean', description: 'There are more than `count`.' },
        },
      },
    }),
  );

/** Documents a list that is answered whole. */
export const AnswersAll = (views: Type | readonly Type[], description: string) =>
  applyDecorators(
    ApiExtraModels(...[views].flat()),
    ApiResponse({
      status: 200,
      description,
      schema: {
        type: 'object',
        required: ['items'],
        properties: { items: { type: 'array', items: anyOf([views].flat()) } },
      },
    }),
  );

/** Documents a case's history. */
export const AnswersHistory = () =>
  ApiResponse({
    status: 200,
    description: 'Who did what and when, oldest first.',
    schema: {
      type: 'object',
      required: ['items'],
      properties: {
        number: { type: 'string', description: 'What people call the case by; absent where its kind has no numbers.' },
        items: {
          type: 'array',
          items: {
            type: 'object',
            required: ['at', 'action', 'by', 'version', 'text'],
            properties: {
              at: { type: 'string', format: 'date-time' },
              action: { type: 'string' },
              by: { type: 'string' },
              version: { type: 'integer' },
              person: {
                type: 'string',
                description: '`staffId` of who acted; absent for landlords, and of a landlord’s staff.',
              },
              inSteadOf: { type: 'string', description: '`staffId` of whom the actor stood in for.' },
              text: {
                type: 'object',
                required: ['da', 'en'],
                properties: { da: { type: 'string' }, en: { type: 'string' } },
              },
              fact: {
                type: 'object',
                description: 'What was recorded and can be struck as registered in error, by its `ref`.',
                required: ['what', 'ref'],
                properties: {
                  what: { type: 'string' },
                  ref: { type: 'string', format: 'uuid' },
                  struck: {
                    type: 'object',
                    description: 'It was struck: since then it does not count.',
                    required: ['at', 'by', 'reason'],
                    properties: {
                      at: { type: 'string', format: 'date-time' },
                      by: { type: 'string' },
                      reason: { type: 'string' },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
  });
