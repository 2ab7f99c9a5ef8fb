// SPDX-License-Identifier: MPL-2.0
import type { DocumentSection, DocumentTable, WrittenDocument } from './document.js';

/** Calm, legible on a phone and on paper; everything is in the page itself, as the security policy asks. */
const STYLE = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #f2f5f7; color: #1b2a33; font: 1rem/1.6 system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; }
main { max-width: 56rem; margin: 0 auto; background: #fff; padding: 3rem 3.5rem 4rem; }
header { border-top: 6px solid #0b4f6c; padding-top: 1.75rem; margin-bottom: 2.5rem; }
h1 { margin: 0; color: #0b4f6c; font-size: 2rem; line-height: 1.2; }
h2 { margin: 2.5rem 0 .75rem; color: #0b4f6c; font-size: 1.25rem; line-height: 1.3; }
p { margin: 0 0 .75rem; max-width: 44rem; white-space: pre-line; }
h1, h2, p, th, td { overflow-wrap: anywhere; }
.subtitle { margin-top: .5rem; font-size: 1.15rem; }
.status { display: inline-block; margin: .5rem 0 0; padding: .2rem .75rem; border-radius: 1rem; background: #e3eef3; color: #0b4f6c; font-weight: 600; font-size: .95rem; }
table { width: 100%; margin: 1rem 0 0; border-collapse: collapse; font-size: .925rem; line-height: 1.45; }
th, td { padding: .55rem .6rem; text-align: left; vertical-align: top; white-space: pre-line; border-bottom: 1px solid #d3dde3; }
thead th { background: #e9f0f4; color: #0b4f6c; border-bottom: 2px solid #0b4f6c; overflow-wrap: normal; }
tbody th { font-weight: 600; min-width: 7.5rem; }
.number { text-align: right; overflow-wrap: normal; }
.by-hand td, .by-hand th { padding-top: 2.25rem; border-bottom: 1px solid #1b2a33; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid #d3dde3; color: #51626c; font-size: .875rem; overflow-wrap: anywhere; }
@media screen and (max-width: 40rem) {
  main { padding: 1.25rem 1.1rem 2.5rem; }
  h1 { font-size: 1.5rem; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, tbody th, td { display: block; width: 100%; }
  tr { padding: .75rem 0; border-bottom: 2px solid #d3dde3; }
  tbody th, tbody td, .by-hand td, .by-hand th { display: flex; gap: 1rem; padding: .2rem 0; border: 0; text-align: left; }
  tbody th::before, td::before { content: attr(data-column); flex: 0 0 40%; font-weight: 400; color: #51626c; }
  .number { text-align: left; }
  .by-hand td { padding-top: 1.5rem; border-bottom: 1px solid #1b2a33; }
}
@media print {
  @page { size: A4; margin: 20mm 20mm 22mm; }
  body { background: #fff; font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  h1, h2 { break-after: avoid; }
  p { orphans: 3; widows: 3; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  table { font-size: 8.5pt; }
  .signatures { break-inside: avoid; }
}
`;

/** A whole page of its own: no script, nothing from elsewhere. */
export function toHtml({ language, title, subtitle, status, author, sections, footer }: WrittenDocument): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="author" content="${escaped(author)}">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<header>
<h1>${escaped(title)}</h1>
<p class="subtitle">${escaped(subtitle)}</p>
<p class="status">${escaped(status)}</p>
</header>
${sections.map(sectionHtml).join('\n')}
<footer>${escaped(footer)}</footer>
</main>
</body>
</html>
`;
}

function sectionHtml({ heading, paragraphs, table }: DocumentSection, index: number): string {
  const id = `s${index + 1}`;
  return [
    `<section aria-labelledby="${id}"${table?.rows.some(isByHand) ? ' class="signatures"' : ''}>`,
    `<h2 id="${id}">${escaped(heading)}</h2>`,
    ...paragraphs.map((paragraph) => `<p>${escaped(paragraph)}</p>`),
    ...(table ? [tableHtml(table, id)] : []),
    '</section>',
  ].join('\n');
}

const isByHand = (row: readonly string[]): boolean => row.includes('');

function tableHtml({ columns, rows, numbers = [] }: DocumentTable, labelledBy: string): string {
  const kind = (index: number) => (numbers.includes(index) ? ' class="number"' : '');
  const cell = (text: string, index: number): string => {
    const label = ` data-column="${escaped(columns[index] ?? '')}"`;
    return index === 0
      ? `<th scope="row"${kind(index)}${label}>${escaped(text)}</th>`
      : `<td${kind(index)}${label}>${escaped(text)}</td>`;
  };
  return [
    `<table aria-labelledby="${labelledBy}">`,
    `<thead><tr>${columns.map((name, index) => `<th scope="col"${kind(index)}>${escaped(name)}</th>`).join('')}</tr></thead>`,
    '<tbody>',
    ...rows.map((row) => `<tr${isByHand(row) ? ' class="by-hand"' : ''}>${row.map(cell).join('')}</tr>`),
    '</tbody>',
    '</table>',
  ].join('\n');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
