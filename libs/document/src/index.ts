// SPDX-License-Identifier: MPL-2.0
export * from './document.js';
export * from './html.js';
export * from './pdf.js';
export * from './wording.js';
