// SPDX-License-Identifier: MPL-2.0
// A document as people read it, before it is a page or a file: headings, paragraphs and tables.
import type { Language } from '#domain';

export interface DocumentTable {
  columns: string[];
  /** An empty cell is there to be filled in by hand. */
  rows: string[][];
  /** Columns of numbers, from 0: set to the right. */
  numbers?: number[];
}

export interface DocumentSection {
  heading: string;
  /** A line break inside a paragraph is kept. */
  paragraphs: string[];
  /** After the paragraphs. */
  table?: DocumentTable;
}

export interface WrittenDocument {
  language: Language;
  title: string;
  subtitle: string;
  /** Where it stands, in few words. */
  status: string;
  author: string;
  sections: DocumentSection[];
  /** For the foot of every page. */
  footer: string;
}

/** What stands in a cell where there is nothing to tell. */
export const NOTHING = '–';

/**
 * Without what could make a text look other than it reads: control characters, lone halves of a character, and the
 * marks that turn the direction of writing.
 */
export const clean = (text: string): string => {
  const seen = text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/(?!\n)[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '');
  // Only what is empty by itself is filled in by hand.
  return seen === '' && text !== '' ? NOTHING : seen;
};

/** The document with every text changed. */
export const withTexts = (document: WrittenDocument, change: (text: string) => string): WrittenDocument =>
  JSON.parse(JSON.stringify(document), (_, value: unknown) => (typeof value === 'string' ? change(value) : value));
