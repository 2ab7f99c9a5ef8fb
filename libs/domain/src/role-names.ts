// SPDX-License-Identifier: MPL-2.0
import type { Text } from './text.js';

/** What people call a role (domain.md 1 and 2), by its code; in sentences a role never stands by its code. */
export const ROLE_NAMES: Readonly<Record<string, Text>> = {
  landlord_admin: { da: 'udlejers administration', en: 'the landlord’s administration' },
  landlord_caretaker: { da: 'udlejers drift', en: 'the landlord’s caretaker' },
  single_entry: { da: 'den ene indgang', en: 'the single entry point' },
  social_caseworker: { da: 'socialforvaltningen', en: 'social services' },
  benefits_caseworker: { da: 'ydelsesafdelingen', en: 'the benefits office' },
  support_worker: { da: 'bostøttemedarbejderen', en: 'the support worker' },
  outreach_team: { da: 'udsatte-teamet', en: 'the outreach team' },
  steering_member: { da: 'styregruppen', en: 'the steering group' },
  finance: { da: 'økonomiafdelingen', en: 'finance' },
  team_leader: { da: 'teamlederen', en: 'the team leader' },
  auditor: { da: 'revisionen', en: 'the auditor' },
  operator: { da: 'kommunens it-drift', en: 'municipal IT' },
  system: { da: 'systemet', en: 'the system' },
};
