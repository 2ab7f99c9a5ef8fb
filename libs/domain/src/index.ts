// SPDX-License-Identifier: MPL-2.0
export * from './case-number.js';
export * from './danish-calendar.js';
export * from './deadlines.js';
export * from './hand-over.js';
export * from './money.js';
export * from './owned.js';
export * from './pausing.js';
export * from './refusal.js';
export * from './role-names.js';
export * from './rule-book.js';
export * from './rules.js';
export * from './spelling.js';
export * from './strike.js';
export * from './text.js';
export * from './window.js';
