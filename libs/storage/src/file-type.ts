// SPDX-License-Identifier: MPL-2.0
import { isUtf8 } from 'node:buffer';

/** What may be stored → how names of it end. */
export const FILE_ENDINGS = {
  'text/plain': ['txt'],
  'application/pdf': ['pdf'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
} as const satisfies Record<string, readonly [string, ...string[]]>;

export type FileType = keyof typeof FILE_ENDINGS;
export const FILE_TYPES = Object.keys(FILE_ENDINGS) as readonly FileType[];

const startsWith = (bytes: Buffer, magic: string, at = 0) =>
  bytes.subarray(at, at + magic.length).toString('latin1') === magic;

/**
 * What a content is, by its own bytes: whoever sends it may call it anything. Looked at are the signature, of Office files the
 * table of their parts, of text every character. Nothing is unpacked, so nothing can be a bomb here; a content that is of two
 * kinds at once is what its beginning says, and is served as that alone.
 * @returns undefined: nothing that may be stored
 */
export function contentTypeOf(bytes: Buffer): FileType | undefined {
  if (/^%PDF-[12]\.\d/.test(bytes.subarray(0, 8).toString('latin1'))) return 'application/pdf';
  if (startsWith(bytes, '\xff\xd8\xff')) return 'image/jpeg';
  if (startsWith(bytes, '\x89PNG\r\n\x1a\n') && startsWith(bytes, 'IHDR', 12)) return 'image/png';
  if (startsWith(bytes, 'RIFF') && startsWith(bytes, 'WEBPVP8', 8)) return 'image/webp';
  if (startsWith(bytes, 'PK\x03\x04')) return officeTypeOf(bytes);
  return isPlainText(bytes) ? 'text/plain' : undefined;
}

/** UTF-8 without control characters but for tabs and the ends of lines and pages. */
const isPlainText = (bytes: Buffer): boolean =>
  bytes.length > 0 && isUtf8(bytes) && !bytes.some((byte) => (byte < 0x20 && ![9, 10, 12, 13].includes(byte)) || byte === 0x7f); // biome-ignore format: one line

const [END, ENTRY] = ['PK\x05\x06', 'PK\x01\x02'];
/** More than the longest end record with its comment. */
const LONGEST_END = 22 + 65_535;
const MOST_PARTS = 10_000;
/** What all parts may come to once unpacked. */
const MOST_UNPACKED = 500 * 1024 * 1024;

/** Word and Excel without macros and without a password: a ZIP archive whose table of parts says so. */
function officeTypeOf(bytes: Buffer): FileType | undefined {
  const end = bytes.lastIndexOf(END, undefined, 'latin1');
  if (end < 0 || end < bytes.length - LONGEST_END || end + 22 > bytes.length) return undefined;
  // Nothing behind it but its own comment.
  if (end + 22 + bytes.readUInt16LE(end + 20) !== bytes.length) return undefined;
  const count = bytes.readUInt16LE(end + 10);
  if (count > MOST_PARTS) return undefined;
  const names: string[] = [];
  let unpacked = 0;
  for (let at = bytes.readUInt32LE(end + 16); names.length < count; ) {
    if (at + 46 > end || !startsWith(bytes, ENTRY, at)) return undefined;
    const isEncrypted = bytes.readUInt16LE(at + 8) & 1;
    unpacked += bytes.readUInt32LE(at + 24);
    if (isEncrypted || unpacked > MOST_UNPACKED) return undefined;
    const [name, extra, comment] = [28, 30, 32].map((place) => bytes.readUInt16LE(at + place)) as [number, number, number]; // biome-ignore format: one line
    names.push(
      bytes
        .subarray(at + 46, at + 46 + name)
        .toString('latin1')
        .toLowerCase(),
    );
    at += 46 + name + extra + comment;
  }
  if (!names.includes('[content_types].xml') || names.some((name) => name.endsWith('vbaproject.bin'))) return undefined;
  if (names.includes('word/document.xml'))
    return 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  if (names.includes('xl/workbook.xml')) return 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  return undefined;
}
