// SPDX-License-Identifier: MPL-2.0
import { ApiResponse } from '@nestjs/swagger';

/** Documents a route that answers with a document, as a page or as a PDF. @param description what it is */
export const AnswersDocument = (description: string) =>
  ApiResponse({
    status: 200,
    description,
    headers: {
      'Content-Disposition': { required: true, schema: { type: 'string' } },
      'Content-Language': { required: true, schema: { type: 'string', enum: ['da', 'en'] } },
    },
    content: {
      'text/html': { schema: { type: 'string' } },
      'application/pdf': { schema: { type: 'string', format: 'binary' } },
    },
  });

/** What is needed of Fastify's reply. */
export interface DocumentReply {
  type(contentType: string): DocumentReply;
  header(name: string, value: string): DocumentReply;
}

/** Sets what a document is, in which language and called what. @returns its content */
export function documentAnswer(
  reply: DocumentReply,
  { format, language }: { format: 'html' | 'pdf'; language: 'da' | 'en' },
  { content, name }: { content: Buffer; name: string },
): Buffer {
  reply
    .type(format === 'pdf' ? 'application/pdf' : 'text/html; charset=utf-8')
    .header('Content-Disposition', `inline; filename="${name}"`)
    .header('Content-Language', language);
  return content;
}
