// SPDX-License-Identifier: MPL-2.0
// What the codes of a settlement are called by those who read it; no code itself is ever printed.
import type { Text } from '#domain';
import type { Bucket, ClaimKind, ClaimLine, RejectCode } from '../settlement.js';

export const CLAIM_KIND: Readonly<Record<ClaimKind, Text>> = {
  rent: { da: 'Husleje', en: 'Rent' },
  utilities_advance: { da: 'Aconto for forbrug', en: 'Utilities on account' },
  consumption: { da: 'Efterbetaling for forbrug', en: 'Final bill for consumption' },
  restoration: { da: 'Istandsættelse', en: 'Restoration' },
  tenant_damage: { da: 'Skade, som lejeren har ansvar for', en: 'Damage for which the tenant answers' },
  cleaning: { da: 'Rengøring', en: 'Cleaning' },
  eviction_costs: { da: 'Udgifter til udsættelsen', en: 'Costs of the eviction' },
  legal_costs: { da: 'Udgifter til advokat og retssag', en: 'Costs of lawyers and court' },
  other: { da: 'Andet krav', en: 'Other claim' },
};

export const BUCKET: Readonly<Record<Bucket, Text>> = {
  Rn: { da: 'Husleje og aconto, som aftalen ikke dækker', en: 'Rent and utilities that the agreement does not cover' },
  Rc: { da: 'Husleje og aconto, som aftalen dækker', en: 'Rent and utilities that the agreement covers' },
  U: { da: 'Andre krav, som aftalen ikke dækker', en: 'Other claims that the agreement does not cover' },
  C: { da: 'Andre krav, som aftalen dækker', en: 'Other claims that the agreement covers' },
};

export const REASON: Readonly<Record<RejectCode, Text>> = {
  not_in_report: {
    da: 'Kravet står ikke i fraflytningsrapporten (lejeloven § 187).',
    en: 'The claim is not in the move-out report (lejeloven § 187).',
  },
  late_claim: {
    da: 'Kravet er rejst for sent (lejeloven § 187).',
    en: 'The claim was raised too late (lejeloven § 187).',
  },
  late_inspection: {
    da: 'Synet er ikke holdt i tide (lejeloven § 187).',
    en: 'The inspection was not held in time (lejeloven § 187).',
  },
  no_summons: {
    da: 'Lejeren er ikke indkaldt til synet i tide (lejeloven § 187).',
    en: 'The tenant was not summoned to the inspection in time (lejeloven § 187).',
  },
  fair_wear_and_tear: {
    da: 'Det er almindeligt slid og ælde, som lejeren ikke skal betale for.',
    en: 'It is fair wear and tear, which the tenant does not pay for.',
  },
  betterment: {
    da: 'Det gør boligen bedre, end den var, da lejeren flyttede ind.',
    en: 'It makes the dwelling better than it was when the tenant moved in.',
  },
  no_documentation: { da: 'Udgiften er ikke dokumenteret.', en: 'The cost is not documented.' },
  not_covered_kind: {
    da: 'Kravet hører ikke til dem, der kan gøres gældende i opgørelsen.',
    en: 'The claim is not of a kind that can be raised in the statement.',
  },
  over_cap: { da: 'Kravet er større, end der er plads til.', en: 'The claim is more than there is room for.' },
  double_coverage: {
    da: 'Lejeren skylder ikke leje for de dage, eller de bliver betalt på anden måde.',
    en: 'The tenant owes no rent for those days, or they are paid in another way.',
  },
};

/** A rule by which an amount was found. */
export interface CalculationRule {
  text: Text;
  source: string;
}

const byOrder = (da: string, en: string): CalculationRule => ({ text: { da, en }, source: 'domain.md 7.3, 13.2' });

/** Of every step that `settle` names, and of every other figure. */
export const CALCULATION_RULES = {
  'default-order-uncovered-rent-first': {
    text: {
      da: 'Først husleje og aconto, som aftalen ikke dækker: Lejeren kan bruge den forudbetalte leje på den sidste tid (lejeloven § 59, stk. 3).',
      en: 'First rent and utilities that the agreement does not cover: the tenant may set the prepaid rent off in the last period (lejeloven § 59(3)).',
    },
    source: 'lejeloven § 59, stk. 3; domain.md 7.3, 13.2',
  },
  'default-order-covered-rent-second': byOrder(
    'Så husleje og aconto, som aftalen dækker.',
    'Then rent and utilities that the agreement covers.',
  ),
  'default-order-uncovered-claims-third': byOrder(
    'Så andre krav, som aftalen ikke dækker.',
    'Then other claims that the agreement does not cover.',
  ),
  'default-order-covered-claims-last': byOrder(
    'Sidst andre krav, som aftalen dækker. Det, der ikke er penge til, er det, kommunen bliver bedt om.',
    'Last other claims that the agreement covers. What there is no money for is what the municipality is asked for.',
  ),
  'covered-first-order-covered-claims-first': byOrder(
    'Først andre krav end husleje, som aftalen dækker: Parterne har udtrykkeligt aftalt den rækkefølge.',
    'First claims other than rent that the agreement covers: the parties have expressly agreed on that order.',
  ),
  'covered-first-order-covered-rent-second': byOrder(
    'Så husleje og aconto, som aftalen dækker.',
    'Then rent and utilities that the agreement covers.',
  ),
  'covered-first-order-uncovered-rent-third': byOrder(
    'Så husleje og aconto, som aftalen ikke dækker.',
    'Then rent and utilities that the agreement does not cover.',
  ),
  'covered-first-order-uncovered-claims-last': byOrder(
    'Sidst andre krav, som aftalen ikke dækker.',
    'Last other claims that the agreement does not cover.',
  ),
  'accepted-is-the-sum-of-accepted-lines': {
    text: {
      da: 'Summen af de krav, der er godkendt. Et krav godkendes helt eller slet ikke.',
      en: 'The sum of the claims that are accepted. A claim is accepted whole or not at all.',
    },
    source: 'domain.md 13.2',
  },
  'securities-are-one-pool': {
    text: {
      da: 'Depositum, forudbetalt leje og det, lejeren har til gode, lægges sammen.',
      en: 'Deposit, prepaid rent and what the tenant is owed are added up.',
    },
    source: 'domain.md 7.3, 13.2',
  },
  'shortfall-is-what-is-covered-and-unpaid': {
    text: {
      da: 'De krav, som aftalen dækker, og som depositum og forudbetalt leje ikke rækker til.',
      en: 'The claims that the agreement covers and that deposit and prepaid rent do not suffice for.',
    },
    source: 'domain.md 7.3, 13.2',
  },
  'share-is-the-shortfall-as-far-as-promised': {
    text: {
      da: 'Det, der mangler, dog højst det, som kommunen har lovet efter aftalen.',
      en: 'What is missing, but no more than the municipality has promised by the agreement.',
    },
    source: 'domain.md 3.3, 7.3',
  },
  'share-awaits-the-cover': {
    text: {
      da: 'Andelen kendes ikke endnu: Det er ikke afgjort, hvor meget aftalen har plads til.',
      en: 'The share is not known yet: how much the agreement has room for is not decided.',
    },
    source: 'domain.md 7.3; architecture.md 8',
  },
  'residual-is-what-nobody-else-bears': {
    text: {
      da: 'De godkendte krav minus det, der er brugt af depositum og forudbetalt leje, og minus kommunens andel.',
      en: "The accepted claims less what was used of deposit and prepaid rent, and less the municipality's share.",
    },
    source: 'domain.md 7.3',
  },
  'refund-is-what-the-securities-leave': {
    text: {
      da: 'Det, der er tilbage af depositum og forudbetalt leje, når alle godkendte krav er betalt.',
      en: 'What is left of deposit and prepaid rent once all accepted claims are paid.',
    },
    source: 'domain.md 7.3, 13.2',
  },
  'vacancy-rent-runs-from-the-rent-to-the-next-tenancy': {
    text: {
      da: 'Tomgangsleje løber fra dagen efter fraflytningen, eller efter den sidste dag, der er opkrævet leje for, til dagen før boligen er lejet ud igen. Hver måned afrundes for sig.',
      en: 'Vacancy rent runs from the day after the move-out, or after the last day that rent was charged for, to the day before the dwelling is let again. Each month is rounded by itself.',
    },
    source: 'domain.md 3.3, 7.3, 13.2',
  },
} as const satisfies Record<string, CalculationRule>;
export type CalculationRuleCode = keyof typeof CALCULATION_RULES;

export const ASSESSED_BY: Readonly<Record<NonNullable<ClaimLine['review']>['by'], Text>> = {
  system: { da: 'efter loven', en: 'by law' },
  municipality: { da: 'af kommunen', en: 'by the municipality' },
};

/** What is still missing, for the municipality and for the landlord. */
export const MISSING = {
  'settlement-is-decided-by-a-day': {
    da: 'Kommunen behandler opgørelsen. Du får besked, når den er afgjort, senest {decisionDueOn}.',
    en: 'The municipality assesses the statement. You are told when it is decided, by {decisionDueOn} at the latest.',
  },
  'settlement-is-being-assessed': {
    da: 'Kommunen behandler opgørelsen. Du får besked, når den er afgjort.',
    en: 'The municipality assesses the statement. You are told when it is decided.',
  },
  'vacancy-rent-is-being-assessed': {
    da: 'Tomgangsleje behandles for sig. Du får besked, når den er afgjort.',
    en: 'Vacancy rent is assessed by itself. You are told when it is decided.',
  },
  'lines-are-not-all-reviewed': {
    da: 'Der er krav, som ingen har taget stilling til: {count}.',
    en: 'There are claims that nobody has decided on: {count}.',
  },
  'cover-is-not-asked-for': {
    da: 'Kommunens andel er ikke indstillet.',
    en: "The municipality's share is not proposed.",
  },
  'cover-is-not-answered': {
    da: 'Det er ikke afgjort, hvor meget aftalen har plads til. Kommunens andel og det, lejeren mangler at betale, er ikke endelige.',
    en: "It is not decided how much the agreement has room for. The municipality's share and what is left to the tenant are not final.",
  },
  'share-is-not-approved': {
    da: 'Afgørelsen er ikke godkendt.',
    en: 'The decision is not approved.',
  },
  'vacancy-has-no-end': {
    da: 'Tomgangslejen løber endnu: Boligen er ikke lejet ud, og der er ikke aftalt en øvre grænse.',
    en: 'The vacancy rent still runs: the dwelling is not let, and no upper limit is agreed.',
  },
  'vacancy-rent-is-not-approved': {
    da: 'Tomgangslejen er ikke godkendt.',
    en: 'The vacancy rent is not approved.',
  },
} as const satisfies Record<string, Text>;
export type MissingCode = keyof typeof MISSING;

/** Why the ledger covers nothing, by its own codes. */
export const COVER_REFUSAL: Readonly<Record<string, Text>> = {
  'cap-is-used-up': { da: 'beløbet i aftalen er brugt', en: 'the amount in the agreement is used' },
  'commitment-is-not-made': {
    da: 'kommunen har ikke lovet at dække krav ved fraflytning',
    en: 'the municipality has not promised to cover claims at move-out',
  },
  'agreement-has-ended': { da: 'aftalen er ophørt', en: 'the agreement has ended' },
};
