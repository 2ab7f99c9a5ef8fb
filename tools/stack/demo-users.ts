// SPDX-License-Identifier: MPL-2.0
import type { Role } from '#contracts/roles';

/** The demo's two landlords: fictional companies. The uuid is the `landlord` claim of their staff. */
export const landlords = {
  boOgBy: { id: '6f1f7a52-3f0c-4c5e-9d0b-1a54c0a7e101', name: 'Bo & By Udlejning ApS' },
  havnensBoliger: { id: 'b3a94d0e-87d5-4a43-8f3e-5c2a90f4d202', name: 'Havnens Boliger A/S' },
} as const;

/** A person who may log in to the demo's issuer. */
export interface DemoUser {
  /** Opaque: what ends up in audit logs and events. */
  readonly sub: string;
  /** Invented, as the mailbox is: what the register of staff learns at the sign-in. */
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
  /** Only for a landlord's staff. */
  readonly landlord?: string;
  readonly about: string;
}

/** A user per role, whose login is called as the role, and a second one of those whose cases are somebody's, or who take four eyes; the second landlord's staff are `landlord2_…`. */
export const demoUsers = {
  landlord_admin: {
    sub: '0d6bd4d3-52a5-4a0e-8a3f-3c5a6d1f0001',
    name: 'Lone Kjær',
    email: 'lone.kjaer@bo-og-by.example',
    roles: ['landlord_admin'],
    landlord: landlords.boOgBy.id,
    about: `udlejningsmedarbejder, ${landlords.boOgBy.name}`,
  },
  landlord_caretaker: {
    sub: '0d6bd4d3-52a5-4a0e-8a3f-3c5a6d1f0002',
    name: 'Brian Toft',
    email: 'brian.toft@bo-og-by.example',
    roles: ['landlord_caretaker'],
    landlord: landlords.boOgBy.id,
    about: `driftsmedarbejder, ${landlords.boOgBy.name}`,
  },
  landlord2_admin: {
    sub: '0d6bd4d3-52a5-4a0e-8a3f-3c5a6d1f0003',
    name: 'Preben Storm',
    email: 'preben.storm@havnens-boliger.example',
    roles: ['landlord_admin'],
    landlord: landlords.havnensBoliger.id,
    about: `udlejningsmedarbejder, ${landlords.havnensBoliger.name}`,
  },
  landlord2_caretaker: {
    sub: '0d6bd4d3-52a5-4a0e-8a3f-3c5a6d1f0004',
    name: 'Allan Friis',
    email: 'allan.friis@havnens-boliger.example',
    roles: ['landlord_caretaker'],
    landlord: landlords.havnensBoliger.id,
    about: `driftsmedarbejder, ${landlords.havnensBoliger.name}`,
  },
  single_entry: {
    sub: '0d6bd4d3-52a5-4a0e-8a3f-3c5a6d1f0005',
    name: 'Karen Lund',
    email: 'karen.lund@odense-proeve.example',
    roles: ['single_entry'],
    about: 'den ene indgang',
  },
  social_caseworker: {
    sub: '0d6bd4d3-52a5-4a0e-8a3f-3c5a6d1f0006',
    name: 'Birgitte Skov',
    email: 'birgitte.skov@odense-proeve.example',
    roles: ['social_caseworker'],
    about: 'sagsbehandler, socialforvaltningen',
  },
  benefits_caseworker: {
    sub: '0d6bd4d3-52a5-4a0e-8a3f-3c5a6d1f0007',
    name: 'Thomas Riis',
    email: 'thomas.riis@odense-proeve.example',
    roles: ['benefits_caseworker'],
    about: 'sagsbehandler, ydelsesafdelingen',
  },
  support_worker: {
    sub: '0d6bd4d3-52a5-4a0e-8a3f-3c5a6d1f0008',
    name: 'Mette Holm',
    email: 'mette.holm@odense-proeve.example',
    roles: ['support_worker'],
    about: 'bostøttemedarbejder',
  },
  outreach_team: {
    sub: '0d6bd4d3-52a5-4a0e-8a3f-3c5a6d1f0009',
    name: 'Jens Dahl',
    email: 'jens.dahl@odense-proeve.example',
    roles: ['outreach_team'],
    about: 'udsatte-team',
  },
  support_worker2: {
    sub: '0d6bd4d3-52a5-4a0e-8a3f-3c5a6d1f0028',
    name: 'Jonas Bech',
    email: 'jonas.bech@odense-proeve.example',
    roles: ['support_worker'],
    about: 'bostøttemedarbejder, den anden',
  },
  outreach_team2: {
    sub: '0d6bd4d3-52a5-4a0e-8a3f-3c5a6d1f0029',
    name: 'Amina Saleh',
    email: 'amina.saleh@odense-proeve.example',
    roles: ['outreach_team'],
    about: 'udsatte-team, den anden',
  },
  social_caseworker2: {
    sub: '0d6bd4d3-52a5-4a0e-8a3f-3c5a6d1f0026',
    name: 'Hanne Bruun',
    email: 'hanne.bruun@odense-proeve.example',
    roles: ['social_caseworker'],
    about: 'sagsbehandler, socialforvaltningen, den anden',
  },
  benefits_caseworker2: {
    sub: '0d6bd4d3-52a5-4a0e-8a3f-3c5a6d1f0027',
    name: 'Ole Kragh',
    email: 'ole.kragh@odense-proeve.example',
    roles: ['benefits_caseworker'],
    about: 'sagsbehandler, ydelsesafdelingen, den anden',
  },
  team_leader2: {
    sub: '0d6bd4d3-52a5-4a0e-8a3f-3c5a6d1f0034',
    name: 'Susanne Vad',
    email: 'susanne.vad@odense-proeve.example',
    roles: ['team_leader'],
    about: 'teamleder, den anden',
  },
  steering_member: {
    sub: '0d6bd4d3-52a5-4a0e-8a3f-3c5a6d1f0010',
    name: 'Peter Winther',
    email: 'peter.winther@odense-proeve.example',
    roles: ['steering_member'],
    about: 'styregruppen',
  },
  finance: {
    sub: '0d6bd4d3-52a5-4a0e-8a3f-3c5a6d1f0011',
    name: 'Gitte Ørum',
    email: 'gitte.oerum@odense-proeve.example',
    roles: ['finance'],
    about: 'økonomiafdelingen',
  },
  finance2: {
    sub: '0d6bd4d3-52a5-4a0e-8a3f-3c5a6d1f0031',
    name: 'Bo Lykke',
    email: 'bo.lykke@odense-proeve.example',
    roles: ['finance'],
    about: 'økonomiafdelingen, den anden',
  },
  team_leader: {
    sub: '0d6bd4d3-52a5-4a0e-8a3f-3c5a6d1f0014',
    name: 'Anne Mølgaard',
    email: 'anne.moelgaard@odense-proeve.example',
    roles: ['team_leader'],
    about: 'teamleder',
  },
  auditor: {
    sub: '0d6bd4d3-52a5-4a0e-8a3f-3c5a6d1f0012',
    name: 'Lise Nygaard',
    email: 'lise.nygaard@odense-proeve.example',
    roles: ['auditor'],
    about: 'databeskyttelsesrådgiver',
  },
  operator: {
    sub: '0d6bd4d3-52a5-4a0e-8a3f-3c5a6d1f0013',
    name: 'Kim Østergaard',
    email: 'kim.oestergaard@odense-proeve.example',
    roles: ['operator'],
    about: 'kommunens it-drift',
  },
} as const satisfies Record<string, DemoUser>;

export type DemoUserName = keyof typeof demoUsers;
