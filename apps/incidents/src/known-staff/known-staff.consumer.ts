// SPDX-License-Identifier: MPL-2.0
/** What we remember of the staff: the same in every service whose cases are somebody’s. */
export { KnownStaffConsumer } from '#service';
