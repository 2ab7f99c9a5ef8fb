// SPDX-License-Identifier: MPL-2.0
export { DEADLINE_STATUS, DeadlineState, type DeadlineStatus } from '../deadline-state.js';
