// SPDX-License-Identifier: MPL-2.0

export { demoUsers, landlords } from '../../../tools/stack/demo-users.js';
export * from './assert-published.js';
export * from './database.js';
export * from './eventually.js';
export * from './messages.js';
export * from './request.js';
export * from './service-environment.js';
export { requireBuild } from './stack.js';
export * from './staff.js';
