// SPDX-License-Identifier: MPL-2.0
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { contentTypeOf } from './file-type.js';

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));

/** An archive with these parts, of which nobody needs the content. */
function zip(names: string[], { flags = 0, size = 10, comment = '', count = names.length } = {}): Buffer {
  const parts = names.map((name) => {
    const local = Buffer.alloc(30);
    local.write('PK\x03\x04', 'latin1');
    local.writeUInt16LE(name.length, 26);
    return Buffer.concat([local, Buffer.from(name)]);
  });
  const entries = names.map((name) => {
    const entry = Buffer.alloc(46);
    entry.write('PK\x01\x02', 'latin1');
    entry.writeUInt16LE(flags, 8);
    entry.writeUInt32LE(size, 24);
    entry.writeUInt16LE(name.length, 28);
    return Buffer.concat([entry, Buffer.from(name)]);
  });
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(Buffer.concat(entries).length, 12);
  end.writeUInt32LE(Buffer.concat(parts).length, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...parts, ...entries, end, Buffer.from(comment)]);
}

const WORD = ['[Content_Types].xml', '_rels/.rels', 'word/document.xml'];
const EXCEL = ['[Content_Types].xml', 'xl/workbook.xml', 'xl/worksheets/sheet1.xml'];

test.each<[string, Buffer, string]>([
  ['PDF', bytes('%PDF-1.7\n…'), 'application/pdf'],
  ['PDF 2', bytes('%PDF-2.0\n'), 'application/pdf'],
  ['JPEG', bytes([0xff, 0xd8, 0xff, 0xe0], 'JFIF'), 'image/jpeg'],
  ['PNG', bytes([0x89], 'PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR'), 'image/png'],
  ['WebP', bytes('RIFF', [1, 0, 0, 0], 'WEBPVP8 '), 'image/webp'],
  ['Word', zip(WORD), 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['Excel', zip(EXCEL, { comment: 'gemt' }), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['text', Buffer.from('Kære udlejer\r\n\tÅse'), 'text/plain'],
])('%s is known by its content', (_, content, type) => expect(contentTypeOf(content)).toBe(type));

describe('nothing that is taken:', () => {
  test.each<[string, Buffer]>([
    ['nothing at all', Buffer.alloc(0)],
    ['a PDF behind something else', bytes('x%PDF-1.7', [0])],
    ['an archive', zip(['a.txt'])],
    ['Word with macros', zip([...WORD, 'word/vbaProject.bin'])],
    ['Excel with macros', zip([...EXCEL, 'xl/VBAPROJECT.BIN'])],
    ['Word with a password', zip(WORD, { flags: 1 })],
    ['parts that would come to gigabytes', zip(WORD, { size: 0xf0000000 })],
    ['more parts than there are', zip(WORD, { count: 9 })],
    ['an archive with something behind it', Buffer.concat([zip(WORD), Buffer.from('<script>')])],
    ['an archive that is cut off', zip(WORD).subarray(0, -30)],
    ['a Word of before 2007', bytes([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])],
    ['a program', bytes('MZ', [0x90, 0, 3, 0])],
    ['GIF', bytes('GIF89a', [0, 0])],
    ['text of Windows', bytes([0x4b, 0xe6, 0x72, 0x65])],
    ['text with control characters', bytes('a\x1b[2Jb')],
  ])('%s', (_, content) => expect(contentTypeOf(content)).toBeUndefined());
});

test('any bytes have an answer', () => {
  const cut = fc
    .tuple(fc.constantFrom(zip(WORD), zip(EXCEL)), fc.nat(400), fc.uint8Array({ maxLength: 60 }))
    .map(([content, at, put]) => Buffer.concat([content.subarray(0, at), put, content.subarray(at + put.length)]));
  fc.assert(fc.property(fc.oneof(fc.uint8Array().map((all) => Buffer.from(all)), cut), (content) => void contentTypeOf(content)), { numRuns: 2000 }); // biome-ignore format: one line
});
