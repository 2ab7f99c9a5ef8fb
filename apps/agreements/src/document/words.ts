// SPDX-License-Identifier: MPL-2.0
// What the words of the terms mean, for people. No code word of a closed list may reach a document.
import type { Text } from '#domain';

const text = (da: string, en: string): Text => ({ da, en });

export const HEADINGS = {
  parties: text('Parterne og grundlaget', 'The parties and the basis'),
  targetGroup: text('Hvem boligerne er til', 'Whom the dwellings are for'),
  properties: text('Ejendomme og boliger', 'Properties and dwellings'),
  quota: text('Hvor mange boliger kommunen kan anvise til', 'How many dwellings the municipality may fill'),
  rolesAndResponsibilities: text('Roller og ansvar', 'Roles and responsibilities'),
  commitments: text('Hvad kommunen betaler', 'What the municipality pays'),
  coverage: text('Når en lejer flytter', 'When a tenant moves out'),
  lease: text('Lejekontrakten', 'The lease'),
  instalmentPolicy: text('Når huslejen ikke bliver betalt', 'When the rent is not paid'),
  singleEntryPoint: text('Den ene indgang til kommunen', 'The one entry to the municipality'),
  landlordContacts: text('Udlejers kontakter', "The landlord's contacts"),
  slas: text('Hvor hurtigt der svares', 'How fast there is an answer'),
  dialogue: text('Løbende dialog', 'Standing dialogue'),
  revision: text('Gennemgang og ændringer', 'Review and changes'),
  term: text('Løbetid og opsigelse', 'Term and notice'),
  dataSharingAnnex: text('Deling af oplysninger', 'Sharing of information'),
  signatures: text('Underskrifter', 'Signatures'),
};

export const STATES = {
  draft: text('udkast', 'draft'),
  approved: text('godkendt af begge, ikke underskrevet', 'approved by both, not signed'),
  signed: text('underskrevet', 'signed'),
  in_force: text('i kraft', 'in force'),
  superseded: text('afløst af en senere version', 'replaced by a later version'),
};

export const LEGAL_BASES = {
  lbf_ch7_allocation: text(
    'Aftalen er en anvisningsaftale efter kapitel 7 i lov om boligforhold: kommunen får ret til at anvise lejere til højst hver fjerde ledige bolig i ejendommen, i højst seks år.',
    'The agreement is an allocation agreement under chapter 7 of the Danish act on housing conditions (lov om boligforhold): the municipality gets the right to name tenants for at most every fourth vacant dwelling of the property, for six years at most.',
  ),
  lbf_57a_transitional: text(
    'Aftalen handler om udslusningsboliger efter § 57 a i lov om boligforhold: midlertidige boliger for mennesker, der har brug for støtte til at få og beholde et hjem.',
    'The agreement is about transitional dwellings under section 57 a of the Danish act on housing conditions (lov om boligforhold): temporary homes for people who need support to get and keep a home.',
  ),
  free_cooperation: text(
    'Aftalen er et frivilligt samarbejde mellem kommunen og udlejer.',
    'The agreement is a voluntary cooperation between the municipality and the landlord.',
  ),
};

export const COMMITMENTS = {
  vacancy_rent_in: text(
    'Kommunen betaler tomgangsleje, fra boligen er ledig, til lejemålet begynder',
    'The municipality pays vacancy rent from the day the dwelling is free until the tenancy begins',
  ),
  vacancy_rent_out: text(
    'Kommunen betaler tomgangsleje efter en fraflytning, til boligen er lejet ud igen',
    'The municipality pays vacancy rent after a move-out until the dwelling is let again',
  ),
  move_out_shortfall: text(
    'Kommunen betaler de dækkede udgifter ved en fraflytning, som depositum og forudbetalt leje ikke rækker til',
    'The municipality pays the covered costs of a move-out that deposit and prepaid rent do not pay for',
  ),
  rent_difference: text(
    'Kommunen betaler forskellen mellem huslejen og det, borgeren selv betaler',
    'The municipality pays the difference between the rent and what the citizen pays',
  ),
  compensation: text(
    'Kommunen betaler en godtgørelse for retten til at anvise',
    'The municipality pays a compensation for the right to name tenants',
  ),
  support: text(
    'Kommunen giver lejeren bostøtte eller hjælp fra udsatte-teamet',
    'The municipality gives the tenant a support worker or help of the outreach team',
  ),
  rehousing: text(
    'Kommunen finder en ny bolig til en lejer, der bliver sat ud',
    'The municipality finds a new home for a tenant who is evicted',
  ),
};

export const CLAIM_KINDS = {
  rent: text('Husleje', 'Rent'),
  utilities_advance: text('Aconto forbrug', 'Utilities on account'),
  consumption: text('Efterbetaling for forbrug', 'Balance of consumption'),
  restoration: text('Istandsættelse', 'Restoration'),
  tenant_damage: text('Skader, lejeren har voldt', 'Damage by the tenant'),
  cleaning: text('Rengøring', 'Cleaning'),
  eviction_costs: text('Udgifter ved udsættelse', 'Costs of an eviction'),
  legal_costs: text('Sagsomkostninger', 'Legal costs'),
  other: text('Andet', 'Other'),
};

export const SECURITIES_ORDERS = {
  default: text(
    'Depositum og forudbetalt leje bruges først til husleje og forbrug, så til krav, kommunen ikke dækker, og til sidst til dem, den dækker.',
    'Deposit and prepaid rent are used for rent and utilities first, then for claims the municipality does not cover, and last for those it covers.',
  ),
  covered_first: text(
    'Depositum og forudbetalt leje bruges først til krav, kommunen dækker, derefter til husleje og de øvrige.',
    'Deposit and prepaid rent are used for claims the municipality covers first, then for rent and the others.',
  ),
};

export const RECOURSES = {
  undecided: text(
    'Det er ikke aftalt, om kommunen kan kræve det betalte tilbage af lejeren.',
    'It is not agreed whether the municipality may claim from the tenant what it has paid.',
  ),
  yes: text(
    'Kommunen kan kræve det betalte tilbage af lejeren.',
    'The municipality may claim from the tenant what it has paid.',
  ),
  no: text(
    'Kommunen kræver ikke det betalte tilbage af lejeren.',
    'The municipality does not claim from the tenant what it has paid.',
  ),
};

/** Roles of the landlord's staff. */
export const FUNCTIONS: Readonly<Record<string, Text>> = {
  landlord_admin: text('Udlejning og administration', 'Letting and administration'),
  landlord_caretaker: text('Drift', 'Caretaking'),
};

/** 1st, 2nd, 3rd, 4th … */
export const ordinal = (n: number): string => {
  const ends = ['th', 'st', 'nd', 'rd'];
  const teen = n % 100 > 10 && n % 100 < 14;
  return `${n}${(!teen && ends[n % 10]) || 'th'}`;
};

const DAYS: Readonly<Record<string, string>> = {
  man: 'Mon',
  tir: 'Tue',
  ons: 'Wed',
  tor: 'Thu',
  fre: 'Fri',
  lør: 'Sat',
  søn: 'Sun',
};

/** `man-tor 09:00-15:00` → `Mon-Thu 09:00-15:00` */
export const englishHours = (hours: string): string =>
  hours.replace(/man|tir|ons|tor|fre|lør|søn/g, (day) => DAYS[day] ?? day);
