// SPDX-License-Identifier: MPL-2.0
export * from './case-kind.js';
export * from './case-reader.js';
export * from './case-store.js';
export * from './cases.js';
export * from './clock.js';
export * from './command.js';
export * from './database.js';
export * from './fault-point.js';
export * from './keep-newest.js';
export * from './kind.js';
export * from './migrate.js';
export * from './outbox-message.js';
export * from './owned.js';
export * from './plumbing-tables.js';
export * from './problem.js';
export * from './runtime-grants.js';
export * from './sweeper.js';
