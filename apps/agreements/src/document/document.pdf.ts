// SPDX-License-Identifier: MPL-2.0
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import type { AgreementDocument, Table } from './agreement-document.js';

const font = (name: string) => createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`);

const MARGIN = 62;
const FOOT = 46;
const GREY = '#454545';
const RULE = '#bfbfbf';
const CELL = { size: 8.5, gap: 5, pad: 3.5 };
/** Signed texts do not change: neither does the file that shows one. */
const FIXED = new Date('2024-02-01T00:00:00Z');

type Pdf = InstanceType<typeof import('pdfkit')>;

/**
 * The document as A4 pages. The same document gives the same bytes. The library and its fonts are loaded when the first
 * one is asked for.
 */
export async function toPdf(document: AgreementDocument): Promise<Buffer> {
  const { default: PDFDocument } = await import('pdfkit');
  const { language, title, subtitle, sections, footer } = document;
  const pdf: Pdf = new PDFDocument({
    size: 'A4',
    margins: { top: MARGIN, bottom: MARGIN + FOOT / 2, left: MARGIN, right: MARGIN },
    bufferPages: true,
    lang: language,
    displayTitle: true,
    pdfVersion: '1.7',
    info: { Title: title, Author: 'Indgang', Subject: subtitle, CreationDate: FIXED, ModDate: FIXED },
  } as ConstructorParameters<typeof PDFDocument>[0]);
  // The library would derive it from the moment.
  const id = createHash('md5').update(JSON.stringify(document)).digest();
  (pdf as unknown as { _id: Buffer })._id = id;
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => pdf.on('end', resolve));
  pdf.registerFont('text', font('DejaVuSans'));
  pdf.registerFont('bold', font('DejaVuSans-Bold'));

  pdf.font('bold').fontSize(20).text(clean(title)).moveDown(0.2);
  pdf.font('text').fontSize(10).fillColor(GREY).text(clean(subtitle)).fillColor('black').moveDown(1.2);
  for (const { heading, paragraphs, table } of sections) {
    // A heading never stands alone at the foot of a page.
    if (pdf.y > bottomOf(pdf) - 90) pdf.addPage();
    pdf.font('bold').fontSize(12.5).text(clean(heading), MARGIN).moveDown(0.15);
    const y = pdf.y;
    pdf
      .moveTo(MARGIN, y)
      .lineTo(pdf.page.width - MARGIN, y)
      .lineWidth(0.6)
      .strokeColor(RULE)
      .stroke();
    pdf.moveDown(0.45).font('text').fontSize(10);
    for (const paragraph of paragraphs) pdf.text(clean(paragraph), MARGIN, pdf.y, { lineGap: 2.5 }).moveDown(0.4);
    if (table?.rows.length) drawTable(pdf, table);
    pdf.fontSize(10).moveDown(1.3);
  }
  const { start, count } = pdf.bufferedPageRange();
  for (let page = 0; page < count; page++) {
    pdf.switchToPage(start + page);
    // Else text at the foot would begin another page.
    pdf.page.margins.bottom = 0;
    const of = language === 'da' ? `side ${page + 1} af ${count}` : `page ${page + 1} of ${count}`;
    const y = pdf.page.height - FOOT;
    const width = pdf.page.width - 2 * MARGIN;
    pdf.font('text').fontSize(8).fillColor(GREY);
    pdf.text(clean(footer), MARGIN, y, { width: width - 90, height: 10, ellipsis: true, lineBreak: false });
    pdf.text(of, MARGIN, y, { width, align: 'right', lineBreak: false });
  }
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
}

const bottomOf = (pdf: Pdf) => pdf.page.height - pdf.page.margins.bottom;

/** Without what has no width or no glyph and would be drawn as noise. */
const clean = (text: string) => text.replace(/\p{Surrogate}/gu, '\uFFFD');

/** Rows that do not fit begin a page with the columns' names again. */
function drawTable(pdf: Pdf, { columns, rows }: Table): void {
  const width = pdf.page.width - 2 * MARGIN;
  const widths = columnWidths(pdf, { columns, rows }, width);
  const left = widths.map((_, index) => MARGIN + widths.slice(0, index).reduce((sum, one) => sum + one, 0));
  const inner = (index: number) => (widths[index] ?? 0) - CELL.gap;
  const draw = (cells: readonly string[], name: 'text' | 'bold') => {
    pdf.font(name).fontSize(CELL.size);
    const height = Math.max(
      CELL.size * 1.6,
      ...cells.map((cell, index) => pdf.heightOfString(clean(cell), { width: inner(index) })),
    );
    const whole = height + 2 * CELL.pad;
    if (pdf.y + whole > bottomOf(pdf)) {
      pdf.addPage();
      if (name === 'text') draw(columns, 'bold');
      pdf.font(name).fontSize(CELL.size);
    }
    const y = pdf.y;
    const room = bottomOf(pdf) - y - 2 * CELL.pad;
    for (const [index, cell] of cells.entries())
      pdf.text(clean(cell), left[index], y + CELL.pad, { width: inner(index), height: room, ellipsis: true });
    const end = Math.min(y + whole, bottomOf(pdf));
    pdf
      .moveTo(MARGIN, end)
      .lineTo(MARGIN + width, end)
      .lineWidth(0.4)
      .strokeColor(RULE)
      .stroke();
    pdf.x = MARGIN;
    pdf.y = end;
  };
  pdf.moveDown(0.3);
  draw(columns, 'bold');
  for (const row of rows) draw(row, 'text');
}

/** In proportion to what the columns hold, none narrower than its longest short word. */
function columnWidths(pdf: Pdf, { columns, rows }: Table, width: number): number[] {
  const measured = columns.map((column, index) => {
    const cells = [column, ...rows.slice(0, 200).map((row) => row[index] ?? '')];
    pdf.font('bold').fontSize(CELL.size);
    const widest = (texts: readonly string[]) =>
      Math.max(...texts.map((text) => pdf.widthOfString(clean(text).slice(0, 60))), 1);
    return { whole: widest(cells), word: widest(cells.flatMap((cell) => cell.split(/\s+/))) };
  });
  const least = measured.map(({ word }) => Math.min(word + CELL.gap + 2, width / columns.length));
  const spare = Math.max(0, width - least.reduce((sum, one) => sum + one, 0));
  const wish = measured.map(({ whole }, index) => Math.max(0, whole + CELL.gap + 2 - (least[index] ?? 0)));
  const wishes = wish.reduce((sum, one) => sum + one, 0);
  return least.map((one, index) => one + spare * (wishes ? (wish[index] ?? 0) / wishes : 1 / columns.length));
}
