// SPDX-License-Identifier: MPL-2.0
/** Every topic of Indgang, each written by one service. Provisioning creates exactly these; nothing is auto-created. */
export interface Topic {
  readonly name: string;
  /** The only service that writes it. */
  readonly owner: ServiceName;
  readonly classification: 'public' | 'internal';
  /** `delete` keeps messages 30 days; `compact` keeps the newest state of each key. */
  readonly policy: 'delete' | 'compact';
  readonly partitions: number;
  readonly about: string;
}

export const SERVICES = ['agreements', 'referrals', 'incidents', 'notifications'] as const;
export type ServiceName = (typeof SERVICES)[number];

const PARTITIONS = 6;

const publicTopic = (owner: ServiceName, caseKind: string, about: string): Topic => ({
  name: `indgang.${owner}.${caseKind}`,
  owner,
  classification: 'public',
  policy: 'delete',
  partitions: PARTITIONS,
  about,
});

const internalTopic = (owner: ServiceName, caseKind: string, about: string): Topic => ({
  name: `indgang.${owner}.${caseKind}.internal`,
  owner,
  classification: 'internal',
  policy: 'compact',
  partitions: PARTITIONS,
  about,
});

export const topics = {
  agreement: publicTopic('agreements', 'agreement', 'An agreement between the municipality and a landlord changed.'),
  agreementInternal: internalTopic('agreements', 'agreement', 'The terms other services act by.'),
  contactsInternal: internalTopic(
    'agreements',
    'contacts',
    'Role mailboxes and phones of both parties; never citizens.',
  ),
  coverBookingInternal: internalTopic(
    'agreements',
    'cover-booking',
    'What of the agreed cover is reserved, paid or given back. There is no public topic: money is nobody else’s business.',
  ),
  agreementsDeadlines: internalTopic(
    'agreements',
    'deadlines',
    'Deadlines that agreements computed: set, met, cancelled.',
  ),
  referralInternal: internalTopic('referrals', 'referral', 'Announced: the days of a referral.'),
  vacancyInternal: internalTopic('referrals', 'vacancy', 'Announced: how long a dwelling stands empty, and its rent.'),
  tenancy: publicTopic('referrals', 'tenancy', 'A tenancy under an agreement started or ended.'),
  tenancyInternal: internalTopic('referrals', 'tenancy', 'References and dates of a tenancy.'),
  financing: publicTopic('referrals', 'financing', 'A financing case was opened, changed or closed.'),
  financingInternal: internalTopic('referrals', 'financing', 'Where a financing case stands, and what is paid when.'),
  administrationAgreementInternal: internalTopic(
    'referrals',
    'administration-agreement',
    'Who pays the rent of a tenancy, and from when. There is no public topic: that it exists is nobody else’s business.',
  ),
  referralsDeadlines: internalTopic(
    'referrals',
    'deadlines',
    'Deadlines that referrals computed: set, met, cancelled.',
  ),
  rentArrears: publicTopic('incidents', 'rent-arrears', 'A case of missing rent was opened, changed or closed.'),
  rentArrearsInternal: internalTopic('incidents', 'rent-arrears', 'The state of a case of missing rent.'),
  incidentsDeadlines: internalTopic(
    'incidents',
    'deadlines',
    'Deadlines that incidents computed: set, met, cancelled.',
  ),
  neighbourComplaintInternal: internalTopic('incidents', 'neighbour-complaint', 'Announced: the day of a complaint.'),
  evictionInternal: internalTopic('incidents', 'eviction', 'Announced: the day of an eviction case.'),
  moveOutInternal: internalTopic('incidents', 'move-out', 'Announced: a move-out, and what cover it asks for.'),
  deadline: publicTopic('notifications', 'deadline', 'A deadline is soon due, due or overdue.'),
  notification: publicTopic('notifications', 'notification', 'An inbox item was sent or acknowledged.'),
} as const satisfies Record<string, Topic>;

export const allTopics: readonly Topic[] = Object.values(topics);
