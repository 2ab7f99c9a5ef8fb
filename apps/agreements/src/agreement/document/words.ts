// SPDX-License-Identifier: MPL-2.0
// What the codes of an agreement's terms are called by those who sign it; no code itself is ever printed.
import type { AgreementState, CLAIM_KINDS, COMMITMENTS } from '#contracts/agreements/agreement';
import type { DeclineReason } from '#contracts/decline-reasons';
import { MONTH, type Unit } from '#document';
import type { DeadlineCode, DeadlineUnit, Text } from '#domain';

/** What each legal basis means (domain.md 3.1). */
export const LEGAL_BASIS: Readonly<Record<AgreementState['legalBasis'], { name: Text; meaning: Text }>> = {
  lbf_ch7_allocation: {
    name: {
      da: 'Anvisningsaftale efter kapitel 7 i lov om boligforhold (lov nr. 342 af 2022)',
      en: 'Allocation agreement under chapter 7 of the Danish act on housing (lov om boligforhold, no. 342 of 2022)',
    },
    meaning: {
      da: 'Det betyder, at kommunen får ret til at pege på lejeren til nogle af de boliger, der bliver ledige. Loven sætter grænser: Hver ejendom skal have mindst 8 boliger, aftalen skal omfatte mindst 2 boliger, kommunen kan højst anvise lejere til hver fjerde ledige bolig, og aftalen kan højst løbe i 6 år.',
      en: 'This means that the municipality has the right to point out the tenant for some of the dwellings that become vacant. The law sets limits: each property must have at least 8 dwellings, the agreement must cover at least 2 dwellings, the municipality may allocate at most every fourth vacant dwelling, and the agreement may run for 6 years at most.',
    },
  },
  lbf_57a_transitional: {
    name: {
      da: 'Aftale om udslusningsboliger efter § 57 a i lov om boligforhold (lov nr. 342 af 2022)',
      en: 'Agreement on transitional dwellings under section 57 a of the Danish act on housing (lov om boligforhold, no. 342 of 2022)',
    },
    meaning: {
      da: 'En udslusningsbolig er en bolig for en tid til mennesker, der har betydeligt nedsat psykisk funktionsevne eller særlige sociale problemer og har brug for hjælp til at få og beholde en bolig. Den kan kun aftales i ejendomme, hvor der også er en anvisningsaftale efter § 49 i samme lov.',
      en: 'A transitional dwelling is a home for a time for people with considerably reduced mental capacity or special social problems who need help to get and keep a home. It can only be agreed in properties where there is also an allocation agreement under section 49 of the same act.',
    },
  },
  free_cooperation: {
    name: { da: 'Frit samarbejde mellem kommunen og udlejeren', en: 'Free cooperation of municipality and landlord' },
    meaning: {
      da: 'Aftalen bygger ikke på lovens regler om kommunal anvisningsret. Mellem parterne gælder det, de har aftalt i dette dokument, og lovgivningens almindelige regler.',
      en: 'The agreement does not rest on the statutory rules on municipal allocation. What holds between the parties is what they have agreed in this document, and the general rules of law.',
    },
  },
};

/** What the municipality undertakes, as the beginning of a sentence, and in short (domain.md 3.3). */
export const COMMITMENT: Readonly<Record<(typeof COMMITMENTS)[number], { promise: Text; short: Text }>> = {
  vacancy_rent_in: {
    promise: {
      da: 'Kommunen betaler tomgangsleje, fra boligen er ledig, til dagen før den nye lejers lejemål begynder',
      en: "The municipality pays vacancy rent from the day the dwelling is vacant until the day before the new tenant's tenancy begins",
    },
    short: { da: 'tomgangsleje før indflytning', en: 'vacancy rent before a tenant moves in' },
  },
  vacancy_rent_out: {
    promise: {
      da: 'Kommunen betaler tomgangsleje, når en lejer er flyttet, til dagen før det næste lejemål begynder, dog ikke for dage, hvor den fraflyttede lejer selv betaler husleje',
      en: 'The municipality pays vacancy rent after a tenant has moved out, until the day before the next tenancy begins, but not for days on which the former tenant still pays rent',
    },
    short: { da: 'tomgangsleje efter fraflytning', en: 'vacancy rent after a tenant has moved out' },
  },
  move_out_shortfall: {
    promise: {
      da: 'Når en lejer flytter, betaler kommunen de dækkede krav, som depositum og forudbetalt leje ikke rækker til',
      en: 'When a tenant moves out, the municipality pays the covered claims that deposit and prepaid rent do not suffice for',
    },
    short: {
      da: 'krav ved fraflytning, som depositum og forudbetalt leje ikke rækker til',
      en: 'claims at move-out that deposit and prepaid rent do not suffice for',
    },
  },
  rent_difference: {
    promise: {
      da: 'Kommunen betaler forskellen mellem boligens husleje og den del, lejeren selv skal betale',
      en: "The municipality pays the difference between the dwelling's rent and the tenant's own share",
    },
    short: {
      da: 'forskellen mellem husleje og lejerens egen betaling',
      en: "the difference between rent and tenant's share",
    },
  },
  compensation: {
    promise: {
      da: 'Kommunen betaler udlejeren en godtgørelse for hver bolig, som kommunen får anvisningsret til',
      en: 'The municipality pays the landlord a compensation for each dwelling that it gets the right to allocate',
    },
    short: { da: 'godtgørelse for anvisningsretten', en: 'compensation for the right to allocate' },
  },
  support: {
    promise: {
      da: 'Kommunen giver lejeren støtte til at bo godt, for eksempel en bostøttemedarbejder eller hjælp fra udsatteteamet',
      en: 'The municipality supports the tenant in living there well, for example by a support worker or the outreach team',
    },
    short: { da: 'støtte til lejeren', en: 'support for the tenant' },
  },
  rehousing: {
    promise: {
      da: 'Kommunen finder en ny bolig til en lejer, der er blevet sat ud',
      en: 'The municipality finds a new home for a tenant who has been evicted',
    },
    short: { da: 'en ny bolig til en lejer, der er blevet sat ud', en: 'a new home for a tenant who has been evicted' },
  },
};

export const CLAIM: Readonly<Record<(typeof CLAIM_KINDS)[number], Text>> = {
  rent: { da: 'Manglende husleje', en: 'Unpaid rent' },
  utilities_advance: { da: 'Manglende aconto for forbrug', en: 'Unpaid utilities on account' },
  consumption: { da: 'Efterbetaling for forbrug', en: 'Final bill for consumption' },
  restoration: { da: 'Istandsættelse', en: 'Restoration' },
  tenant_damage: { da: 'Skader, som lejeren har ansvar for', en: 'Damage for which the tenant answers' },
  cleaning: { da: 'Rengøring', en: 'Cleaning' },
  eviction_costs: { da: 'Udgifter til en udsættelse', en: 'Costs of an eviction' },
  legal_costs: { da: 'Udgifter til advokat og retssag', en: 'Costs of lawyers and court' },
  other: { da: 'Andre krav', en: 'Other claims' },
};

/** Why a landlord may decline a household. */
export const DECLINE: Readonly<Record<DeclineReason, Text>> = {
  dwelling_is_not_ready: { da: 'boligen er ikke klar', en: 'the dwelling is not ready' },
  dwelling_was_let_to_another: { da: 'boligen er udlejet til en anden', en: 'the dwelling was let to somebody else' },
  household_does_not_fit: { da: 'husstanden passer ikke til boligen', en: 'the household does not fit the dwelling' },
  earlier_breach_with_the_landlord: {
    da: 'borgeren har tidligere misligholdt en lejeaftale med udlejeren',
    en: 'the citizen has breached an earlier lease with the landlord',
  },
  financing_is_not_expected: { da: 'finansieringen ventes ikke på plads', en: 'financing is not expected' },
  other: { da: 'andre grunde', en: 'other reasons' },
};

/** Who of the landlord's people reads a mailbox. */
export const LANDLORD_FUNCTION: Readonly<Record<string, Text>> = {
  landlord_admin: { da: 'Udlejning og administration', en: 'Letting and administration' },
  landlord_caretaker: { da: 'Drift og vicevært', en: 'Caretaker' },
};

/** What a deadline that an agreement may set is counted from; the English words stand in the deadline rules. */
export const COUNTED_FROM: Readonly<Partial<Record<DeadlineCode, string>>> = {
  ACKNOWLEDGE: 'underretningen',
  CONTACT_ANSWER: 'udlejerens henvendelse',
  FIRST_OUTREACH: 'underretningen',
  ASSESSMENT: 'boligindstillingen',
  OUTLOOK_REQUEST: 'vurderingen',
  FINANCING_OUTLOOK: 'spørgsmålet til ydelsesafdelingen',
  MATCH: 'svaret om finansiering eller et nej til et forslag',
  PROPOSAL_ANSWER: 'forslaget',
  FINANCING_APPLICATION: 'udlejerens ja',
  LEASE_SIGNATURE: 'den dag, finansieringen er på plads',
  SETTLING_IN: 'lejemålets første dag',
  BENEFIT_DECISION: 'den fuldt oplyste ansøgning',
  HELP_DECISION: 'ansøgningen, når intet påkrav løber',
  FINANCING_NOTICE: 'afgørelsen',
  DISBURSEMENT: 'afgørelsen',
  SETTLEMENT_DECISION: 'modtagelsen af flytteopgørelsen',
};

/** One and many. */
export const UNIT: Readonly<Record<DeadlineUnit, Unit>> = {
  'calendar-day': { da: ['dag', 'dage'], en: ['day', 'days'] },
  hverdag: {
    da: ['hverdag (lørdag tæller med)', 'hverdage (lørdag tæller med)'],
    en: ['weekday (Saturday counts)', 'weekdays (Saturday counts)'],
  },
  'working-day': { da: ['arbejdsdag', 'arbejdsdage'], en: ['working day', 'working days'] },
  month: MONTH,
};

/** Of opening hours, which are kept with the short Danish names. */
export const WEEKDAY: Readonly<Record<string, Text>> = {
  man: { da: 'mandag', en: 'Monday' },
  tir: { da: 'tirsdag', en: 'Tuesday' },
  ons: { da: 'onsdag', en: 'Wednesday' },
  tor: { da: 'torsdag', en: 'Thursday' },
  fre: { da: 'fredag', en: 'Friday' },
  lør: { da: 'lørdag', en: 'Saturday' },
  søn: { da: 'søndag', en: 'Sunday' },
};

export type StateText = 'draft' | 'approved' | 'signed' | 'in_force' | 'superseded' | 'ended';

/** Where the text stands, and what that means for those who read it. */
export const STATE: Readonly<Record<StateText, { name: Text; meaning: Text }>> = {
  draft: {
    name: { da: 'Udkast', en: 'Draft' },
    meaning: {
      da: 'Dette er et udkast, som parterne stadig taler om. Det binder ingen af dem.',
      en: 'This is a draft that the parties are still talking about. It binds neither of them.',
    },
  },
  approved: {
    name: { da: 'Godkendt af begge parter', en: 'Approved by both parties' },
    meaning: {
      da: 'Begge parter har godkendt teksten. Den binder først, når begge har skrevet under.',
      en: 'Both parties have approved the text. It binds only when both have signed.',
    },
  },
  signed: {
    name: { da: 'Underskrevet', en: 'Signed' },
    meaning: {
      da: 'Begge parter har skrevet under. Teksten er endnu ikke trådt i kraft.',
      en: 'Both parties have signed. The text has not taken effect yet.',
    },
  },
  in_force: {
    name: { da: 'I kraft', en: 'In force' },
    meaning: {
      da: 'Begge parter har skrevet under, og teksten er i kraft.',
      en: 'Both parties have signed, and the text is in force.',
    },
  },
  superseded: {
    name: { da: 'Afløst af en senere version', en: 'Replaced by a later version' },
    meaning: {
      da: 'En senere version er trådt i kraft. Lejemål, der begyndte under denne version, følger den stadig, medmindre en senere version siger, at den også gælder for dem.',
      en: 'A later version has taken effect. Tenancies that began under this version still follow it, unless a later version says that it holds for them too.',
    },
  },
  ended: {
    name: { da: 'Ophørt', en: 'Ended' },
    meaning: {
      da: 'Aftalen er ophørt. Lejemål, der begyndte, mens teksten var i kraft, følger den stadig.',
      en: 'The agreement has ended. Tenancies that began while the text was in force still follow it.',
    },
  },
};
