// SPDX-License-Identifier: MPL-2.0
export const SERVICES = ['agreements', 'referrals', 'incidents', 'notifications'] as const;
export type ServiceName = (typeof SERVICES)[number];
