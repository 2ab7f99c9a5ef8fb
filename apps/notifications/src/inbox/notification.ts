// SPDX-License-Identifier: MPL-2.0
import type { ActingRole, Role } from '#contracts/roles';
import { rules } from '#domain';

export const NOTIFICATION_STATES = ['UNREAD', 'ACKNOWLEDGED'] as const;
export type NotificationState = (typeof NOTIFICATION_STATES)[number];

/** The municipality's roles that have an inbox. */
export const MUNICIPAL_INBOXES = ['single_entry', 'support_worker', 'outreach_team'] as const satisfies Role[];
export const INBOX_ROLES = [...MUNICIPAL_INBOXES, 'landlord_admin'] as const;

/** What an item may say: fixed sentences, so that neither a person nor an amount can get into one (domain.md 9.1). */
export const subjects = {
  'rent-arrears-reported': {
    da: 'En udlejer har meldt om manglende husleje. Bekræft modtagelsen.',
    en: 'A landlord has reported missing rent. Acknowledge it.',
  },
  'rent-arrears-received': {
    da: 'Kommunen har modtaget jeres melding om manglende husleje.',
    en: 'The municipality has received your report of missing rent.',
  },
  'rent-arrears-assigned': {
    da: 'I har fået en sag om manglende husleje. Kontakt lejeren.',
    en: 'You were given a case of missing rent. Contact the tenant.',
  },
  'rent-arrears-acting': {
    da: 'Kommunen er i gang med sagen om manglende husleje.',
    en: 'The municipality is acting on the case of missing rent.',
  },
  'rent-arrears-closed': {
    da: 'Sagen om manglende husleje er afsluttet.',
    en: 'The case of missing rent is closed.',
  },
  'deadline-due-soon': { da: 'En frist nærmer sig.', en: 'A deadline is near.' },
  'deadline-due': { da: 'En frist udløber: i dag er sidste dag.', en: 'A deadline is due: this is the last day.' },
  'deadline-overdue': { da: 'En frist er overskredet.', en: 'A deadline has passed.' },
} as const;

export type Subject = keyof typeof subjects;

export const notificationRules = rules<{ state: NotificationState }, null, ActingRole>()({
  send: { from: 'none', to: 'UNREAD', by: ['system'], da: 'Send besked', en: 'Send', source: 'domain.md 8.1' },
  acknowledge: {
    from: ['UNREAD'],
    to: 'ACKNOWLEDGED',
    by: INBOX_ROLES,
    da: 'Kvittér for beskeden',
    en: 'Acknowledge',
    source: 'domain.md 8.1',
  },
});
