// SPDX-License-Identifier: MPL-2.0
import type { AgreementDocument, Section, Table } from './agreement-document.js';

const escaped = (text: string) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`).replaceAll('\n', '<br>');

const STYLE = `
:root { color-scheme: light; }
body { font: 1.0625rem/1.6 system-ui, 'Segoe UI', sans-serif; color: #1a1a1a; max-width: 46rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0; }
h2 { font-size: 1.25rem; margin: 2.2rem 0 .5rem; border-bottom: 1px solid #bfbfbf; padding-bottom: .25rem; }
p { margin: .5rem 0; overflow-wrap: anywhere; }
.subtitle { color: #454545; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: .75rem 0; font-size: .95rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem .4rem 0; border-bottom: 1px solid #dcdcdc; overflow-wrap: break-word; }
td { height: 1.6em; }
footer { margin-top: 3rem; color: #454545; font-size: .85rem; overflow-wrap: anywhere; }
@media print { body { max-width: none; padding: 0; font-size: 10.5pt; } h2 { break-after: avoid; } tr { break-inside: avoid; } .scroll { overflow: visible; } }`;

const tableOf = ({ columns, rows }: Table) => `<div class="scroll"><table>
<thead><tr>${columns.map((column) => `<th scope="col">${escaped(column)}</th>`).join('')}</tr></thead>
<tbody>${rows.map((row) => `<tr>${row.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`).join('\n')}</tbody>
</table></div>`;

const sectionOf = ({ heading, paragraphs, table }: Section) => `<section>
<h2>${escaped(heading)}</h2>
${paragraphs.map((paragraph) => `<p>${escaped(paragraph)}</p>`).join('\n')}
${table?.rows.length ? tableOf(table) : ''}
</section>`;

/** One page that needs nothing else: readable on a phone, and printed. */
export const toHtml = ({ language, title, subtitle, sections, footer }: AgreementDocument): string => `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title><style>${STYLE}</style></head>
<body><main>
<h1>${escaped(title)}</h1>
<p class="subtitle">${escaped(subtitle)}</p>
${sections.map(sectionOf).join('\n')}
</main><footer>${escaped(footer)}</footer></body></html>
`;
