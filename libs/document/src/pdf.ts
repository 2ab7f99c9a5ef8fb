// SPDX-License-Identifier: MPL-2.0
/**
 * A document as PDF: A4, tagged for screen readers, fonts embedded, the same bytes for the same document. Lines and pages are
 * broken here, so that nothing runs out of its cell or its page. Lengths are points (1/72 inch).
 */
import { createRequire } from 'node:module';
import { type DocumentTable, type WrittenDocument, withTexts } from './document.js';

type Pdf = PDFKit.PDFDocument;
type Structure = ReturnType<Pdf['struct']>;

const PAGE = { width: 595.28, height: 841.89, left: 60, right: 60, top: 62, bottom: 70 };
const WIDTH = PAGE.width - PAGE.left - PAGE.right;
const BODY_BOTTOM = PAGE.height - PAGE.bottom;
const FOOT = PAGE.height - 44;
const COLOUR = { text: '#1b2a33', accent: '#0b4f6c', muted: '#51626c', line: '#d3dde3', shade: '#e9f0f4' };
const CELL = { across: 5, above: 5.5, below: 4 };
/** Least size of a cell that is filled in by hand. */
const BY_HAND = { width: 80, height: 44 };

interface Style {
  bold?: true;
  size: number;
  /** Height of a line. */
  line: number;
  colour: string;
}

const TITLE: Style = { bold: true, size: 22, line: 28, colour: COLOUR.accent };
const SUBTITLE: Style = { size: 12, line: 17, colour: COLOUR.text };
const STATUS: Style = { bold: true, size: 9.5, line: 14, colour: COLOUR.muted };
const HEADING: Style = { bold: true, size: 12.5, line: 17, colour: COLOUR.accent };
const PARAGRAPH: Style = { size: 9.5, line: 14.5, colour: COLOUR.text };
const HEAD_CELL: Style = { bold: true, size: 8, line: 10.5, colour: COLOUR.accent };
const CELL_TEXT: Style = { size: 8, line: 11, colour: COLOUR.text };
const FOOTER: Style = { size: 7.5, line: 10, colour: COLOUR.muted };

/** A strip of the page that is not divided. */
interface Strip {
  height: number;
  /** Not without the strip after it. */
  keep: boolean;
  /** A strip without is white space, which no page begins with. */
  draw?: (top: number) => void;
  /** What stands above it when it begins a page: the head of its table. */
  head?: { height: number; draw: (top: number) => void };
}

/**
 * Takes seconds for thousands of dwellings: call it in a thread of its own. A page is let go as soon as it
 * is full, and what screen readers follow as soon as it is drawn.
 * @param writtenAt becomes the file's date of creation. It is part of the bytes, so give the time the text was written
 */
export async function toPdf(document: WrittenDocument, writtenAt = new Date(0)): Promise<Buffer> {
  // Loaded when first needed: a service that renders nothing does not pay for it.
  const { default: PDFDocument } = await import('pdfkit');
  const pdf = new PDFDocument({
    size: 'A4',
    margins: { left: PAGE.left, right: PAGE.right, top: PAGE.top, bottom: 0 },
    pdfVersion: '1.7',
    tagged: true,
    lang: document.language,
    displayTitle: true,
    autoFirstPage: false,
    info: {
      Title: document.title,
      Author: document.author,
      Subject: document.subtitle,
      CreationDate: writtenAt,
      ModDate: writtenAt,
    },
  });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    pdf.on('end', resolve);
    pdf.on('error', reject);
  });
  const fonts = createRequire(import.meta.url);
  pdf.registerFont('regular', fonts.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));
  pdf.registerFont('bold', fonts.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'));
  const root = pdf.struct('Document');
  pdf.addStructure(root);
  const shown = printable(pdf, document);
  const pages = paginate(new Layout(pdf, root).of(shown));
  for (const [index, strips] of pages.entries()) {
    pdf.addPage();
    for (const { top, draw } of strips) draw(top);
    foot(pdf, shown, index + 1, pages.length);
  }
  root.end();
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
}

/**
 * With a box for each character that the fonts lack. The library would draw one as well, but tells readers a false width
 * for it, so that the line would run out of its cell.
 */
function printable(pdf: Pdf, document: WrittenDocument): WrittenDocument {
  const [regular, bold] = ['regular', 'bold'].map((name) => {
    const { _font } = pdf.font(name) as unknown as { _font: { font: { characterSet: number[] } } };
    return new Set(_font.font.characterSet);
  });
  const isThere = (character: string): boolean => {
    const code = character.codePointAt(0) ?? 0;
    return character === '\n' || (!!regular?.has(code) && !!bold?.has(code));
  };
  return withTexts(document, (text) =>
    [...text].every(isThere)
      ? text
      : [...graphemes.segment(text)].map(({ segment }) => ([...segment].every(isThere) ? segment : '□')).join(''),
  );
}

interface Placed {
  top: number;
  draw: (top: number) => void;
}

/** Sets the strips on pages; strips that keep together move on together where one page holds them. */
function paginate(strips: readonly Strip[]): Placed[][] {
  const pages: Placed[][] = [];
  let top = BODY_BOTTOM;
  const place = (draw: Placed['draw'], height: number) => {
    pages.at(-1)?.push({ top, draw });
    top += height;
  };
  const turn = (head: Strip['head']) => {
    pages.push([]);
    top = PAGE.top;
    if (head) place(head.draw, head.height);
  };
  for (let index = 0; index < strips.length; ) {
    let end = index;
    while (strips[end]?.keep && end + 1 < strips.length) end += 1;
    const group = strips.slice(index, end + 1);
    const height = group.reduce((sum, strip) => sum + strip.height, 0);
    let fits = top + height <= BODY_BOTTOM;
    for (const { height, draw, head } of group) {
      if (!draw && (top === PAGE.top || !fits || top + height > BODY_BOTTOM)) continue;
      if (!fits || top + height > BODY_BOTTOM) turn(head);
      fits = true;
      if (draw) place(draw, height);
      else top += height;
    }
    index = end + 1;
  }
  return pages;
}

/** Number and name at the foot of a page. Not part of what a screen reader reads. */
function foot(pdf: Pdf, { language, footer }: WrittenDocument, page: number, count: number): void {
  const write = new Writer(pdf);
  pdf.markContent('Artifact', { type: 'Pagination' });
  const number = language === 'da' ? `side ${page} af ${count}` : `page ${page} of ${count}`;
  const numberWidth = write.width(number, FOOTER);
  rule(pdf, FOOT - 8, PAGE.left, WIDTH, COLOUR.line);
  write.line(write.lines(footer, FOOTER, WIDTH - numberWidth - 20)[0] ?? '', FOOTER, PAGE.left, FOOT);
  write.line(number, FOOTER, PAGE.left + WIDTH - numberWidth, FOOT);
  pdf.endMarkedContent();
}

function rule(pdf: Pdf, y: number, x: number, width: number, colour: string, thickness = 0.6): void {
  pdf
    .moveTo(x, y)
    .lineTo(x + width, y)
    .lineWidth(thickness)
    .strokeColor(colour)
    .stroke();
}

const graphemes = new Intl.Segmenter('da', { granularity: 'grapheme' });

/** Measures, breaks and writes text; the library's own line breaking turns pages by itself. */
class Writer {
  constructor(private readonly pdf: Pdf) {}

  width(text: string, { bold, size }: Style): number {
    return this.pdf
      .font(bold ? 'bold' : 'regular')
      .fontSize(size)
      .widthOfString(text);
  }

  line(text: string, style: Style, x: number, y: number): void {
    if (text === '') return;
    this.pdf
      .font(style.bold ? 'bold' : 'regular')
      .fontSize(style.size)
      .fillColor(style.colour)
      .text(text, x, y, { lineBreak: false });
  }

  /** The lines that fit a width; a word that is longer than a line is divided. */
  lines(text: string, style: Style, width: number): string[] {
    return text.split('\n').flatMap((part) => {
      const lines: string[] = [];
      let line = '';
      for (const word of part.split(' ').flatMap((whole) => this.divided(whole, style, width))) {
        const longer = line === '' ? word : `${line} ${word}`;
        if (line !== '' && this.width(longer, style) > width) {
          lines.push(line);
          line = word;
        } else line = longer;
      }
      return [...lines, line];
    });
  }

  private divided(word: string, style: Style, width: number): string[] {
    if (this.width(word, style) <= width) return [word];
    const pieces: string[] = [];
    let piece = '';
    for (const { segment } of graphemes.segment(word)) {
      if (piece !== '' && this.width(piece + segment, style) > width) {
        pieces.push(piece);
        piece = segment;
      } else piece += segment;
    }
    return [...pieces, piece];
  }
}

/** A document as strips. */
class Layout {
  private readonly write: Writer;
  private readonly strips: Strip[] = [];

  constructor(
    private readonly pdf: Pdf,
    private readonly root: Structure,
  ) {
    this.write = new Writer(pdf);
  }

  of({ title, subtitle, status, sections }: WrittenDocument): Strip[] {
    this.bar();
    this.text('H1', title, TITLE);
    this.space(4);
    this.text('P', subtitle, SUBTITLE);
    this.space(3);
    this.text('P', status, STATUS);
    this.space(8);
    for (const { heading, paragraphs, table } of sections) {
      const from = this.strips.length;
      this.space(18);
      this.text('H2', heading, HEADING);
      this.space(5);
      this.keepLast();
      for (const paragraph of paragraphs) {
        this.text('P', paragraph, PARAGRAPH);
        this.space(5);
      }
      if (!table) continue;
      if (paragraphs.length > 0) this.keepLast();
      this.space(3, true);
      this.table(table);
      if (table.rows.some(isByHand)) this.keepFrom(from);
    }
    return this.strips;
  }

  private keepLast(): void {
    for (const strip of this.strips.slice(-3)) strip.keep = true;
  }

  private keepFrom(index: number): void {
    for (const strip of this.strips.slice(index, -1)) strip.keep = true;
  }

  private space(height: number, keep = false): void {
    this.strips.push({ height, keep });
  }

  private bar(): void {
    const draw = (top: number) => this.artifact(() => rule(this.pdf, top, PAGE.left, WIDTH, COLOUR.accent, 4));
    this.strips.push({ height: 26, keep: true, draw });
  }

  private text(tag: string, text: string, style: Style): void {
    const element = this.child(this.root, tag);
    const lines = this.write.lines(text, style, WIDTH);
    lines.forEach((line, index) => {
      // No line stands alone at the foot or the top of a page, and no heading without what it heads.
      const keep = tag !== 'P' || index === 0 || index === lines.length - 2;
      const draw = (top: number) => this.marked(element, tag, () => this.write.line(line, style, PAGE.left, top));
      this.strips.push({ height: style.line, keep: keep && (tag !== 'P' || lines.length > 1), draw });
    });
  }

  private table(table: DocumentTable): void {
    const { columns, rows, numbers = [] } = table;
    const widths = this.widths(table);
    const lefts = widths.map((_, index) => PAGE.left + widths.slice(0, index).reduce((sum, width) => sum + width, 0));
    const element = this.child(this.root, 'Table');
    const broken = (cells: readonly string[], style: Style) =>
      cells.map((text, index) => this.write.lines(text, style, (widths[index] ?? 0) - 2 * CELL.across));
    const drawLines = (lines: readonly string[], index: number, style: Style, top: number) => {
      const [left = 0, width = 0] = [lefts[index], widths[index]];
      lines.forEach((line, row) => {
        const aside = numbers.includes(index) ? width - CELL.across - this.write.width(line, style) : CELL.across;
        this.write.line(line, style, left + aside, top + row * style.line);
      });
    };

    const names = broken(columns, HEAD_CELL);
    const headHeight = Math.max(...names.map(({ length }) => length)) * HEAD_CELL.line + CELL.above + CELL.below;
    const headFrame = (top: number) =>
      this.artifact(() => {
        this.pdf.rect(PAGE.left, top, WIDTH, headHeight).fill(COLOUR.shade);
        rule(this.pdf, top + headHeight, PAGE.left, WIDTH, COLOUR.accent, 1);
      });
    const headRow = this.child(element, 'TR');
    const headCells = columns.map(() => this.child(headRow, 'TH', { scope: 'Column' }));
    const again = (top: number) => {
      headFrame(top);
      this.artifact(() => {
        names.forEach((lines, index) => {
          drawLines(lines, index, HEAD_CELL, top + CELL.above);
        });
      });
    };
    const first = (top: number) => {
      headFrame(top);
      headCells.forEach((cell, index) => {
        this.marked(cell, 'TH', () => drawLines(names[index] ?? [], index, HEAD_CELL, top + CELL.above));
      });
    };
    this.strips.push({ height: headHeight, keep: true, draw: first });

    const most = Math.floor((BODY_BOTTOM - PAGE.top - headHeight - CELL.above - CELL.below) / CELL_TEXT.line);
    for (const row of rows) {
      let rowElement: Structure;
      let cells: Structure[];
      const texts = broken(row, CELL_TEXT);
      const tallest = Math.max(...texts.map(({ length }) => length));
      // A row that is taller than a page goes on on the next one.
      for (let done = 0; done < tallest; done += most) {
        const shown = texts.map((lines) => lines.slice(done, done + most));
        const own = Math.min(most, tallest - done) * CELL_TEXT.line + CELL.above + CELL.below;
        const height = isByHand(row) ? Math.max(own, BY_HAND.height) : own;
        const above = CELL.above + height - own;
        const draw = (top: number) => {
          if (done === 0) {
            rowElement = this.child(element, 'TR');
            cells = row.map((_, index) =>
              index === 0 ? this.child(rowElement, 'TH', { scope: 'Row' }) : this.child(rowElement, 'TD'),
            );
          }
          shown.forEach((lines, index) => {
            const draw = () => drawLines(lines, index, CELL_TEXT, top + above);
            this.marked(cells[index]!, index === 0 ? 'TH' : 'TD', draw);
          });
          if (done + most >= tallest) rowElement.end();
          this.artifact(() => {
            rule(this.pdf, top + height, PAGE.left, WIDTH, COLOUR.line);
            row.forEach((text, index) => {
              if (text !== '') return;
              const [left = 0, width = 0] = [lefts[index], widths[index]];
              rule(this.pdf, top + height - CELL.below, left + CELL.across, width - 2 * CELL.across, COLOUR.text);
            });
          });
        };
        this.strips.push({ height, keep: false, draw, head: { height: headHeight, draw: again } });
      }
    }
    this.space(4);
  }

  /** Every column as wide as its longest word at least, where that is possible; the rest goes to those with most text. */
  private widths({ columns, rows }: DocumentTable): number[] {
    const around = 2 * CELL.across + 0.5;
    const wanted = columns.map((name, index) => {
      const texts = rows.flatMap((row) => (row[index] ?? '').split('\n'));
      const heads = name.split(' ').map((word) => this.write.width(word, HEAD_CELL));
      const words = [...new Set(texts.flatMap((text) => text.split(' ')))].map((word) =>
        this.write.width(word, CELL_TEXT),
      );
      const whole = [...new Set(texts)].map((text) =>
        text === '' ? BY_HAND.width : this.write.width(text, CELL_TEXT),
      );
      const most = (all: readonly number[]) => all.reduce((a, b) => Math.max(a, b), 0);
      const least = Math.min(most([...heads, ...words]), WIDTH / 4) + around;
      return { least, natural: Math.max(least, Math.min(most([...heads, ...whole]) + around, WIDTH)) };
    });
    const sum = (key: 'least' | 'natural') => wanted.reduce((total, one) => total + one[key], 0);
    const [least, natural] = [sum('least'), sum('natural')];
    if (natural <= WIDTH) return wanted.map((one) => (one.natural * WIDTH) / natural);
    if (least >= WIDTH) return wanted.map((one) => (one.least * WIDTH) / least);
    const share = (WIDTH - least) / (natural - least);
    return wanted.map((one) => one.least + (one.natural - one.least) * share);
  }

  private child(parent: Structure, tag: string, options?: object): Structure {
    const element = options ? this.pdf.struct(tag, options) : this.pdf.struct(tag);
    parent.add(element);
    return element;
  }

  /** Draws what belongs to an element of the structure that screen readers follow. */
  private marked(element: Structure, tag: string, draw: () => void): void {
    element.add(this.pdf.markStructureContent(tag));
    draw();
    this.pdf.endMarkedContent();
  }

  /** Draws what is decoration. */
  private artifact(draw: () => void): void {
    this.pdf.markContent('Artifact', { type: 'Layout' });
    draw();
    this.pdf.endMarkedContent();
  }
}

const isByHand = (row: readonly string[]): boolean => row.includes('');
