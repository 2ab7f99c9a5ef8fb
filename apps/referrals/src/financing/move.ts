// SPDX-License-Identifier: MPL-2.0
// Hjælp til indflytning: which kinds there are, what an application says, and what each kind is reckoned by (domain.md 4.4).
import type { FINANCING_KINDS } from '#contracts/referrals/financing';
import { addMonths, type Guard, isOutside, type LocalDate, type Oere, sum } from '#domain';
import { MOST_MONTHS } from '../tenancy/lease.js';

export const MOVE_KINDS = ['deposit_loan', 'moving_help', 'establishment_help'] as const satisfies readonly Exclude<
  (typeof FINANCING_KINDS)[number],
  'temporary_rent_help'
>[];
export type MoveKind = (typeof MOVE_KINDS)[number];
export const isMoveKind = (kind: string): kind is MoveKind => (MOVE_KINDS as readonly string[]).includes(kind);

/** To whom the money goes; part of the decision, so that whoever pays it cannot send it elsewhere. */
export const PAYEES = ['landlord', 'citizen', 'supplier'] as const;
export type Payee = (typeof PAYEES)[number];

/** What the case knows of the referral that the help is for. */
export interface KnownReferral {
  /** The landlord has accepted the citizen for a dwelling, and the referral has not ended. */
  isAccepted: boolean;
  referredOn: LocalDate;
  agreementRef: string;
  /** Of the dwelling that the citizen is accepted for; null: none. */
  landlordRef: string | null;
  proposalRef: string | null;
  vacancyRef: string | null;
  /** Of the dwelling, øre per month; null: none is accepted. */
  rentOere: Oere | null;
  utilitiesOere: Oere | null;
  /** Months that the agreement sets; null: not told, so as many as the law allows. */
  depositMonths: number | null;
  prepaidMonths: number | null;
  /** The first day of the tenancy, as far as it is known. */
  startsOn: LocalDate | null;
  leaseSignedOn: LocalDate | null;
  /** Deposit and prepaid rent of the lease, øre; null: there is none, or it does not tell. */
  leaseOere: Oere | null;
  /** The loan that is granted in another case than this, øre. */
  loanOere: Oere;
}

export interface ApplyForMove {
  referralRef: string;
  kind: MoveKind;
  appliedOn?: LocalDate;
  /** Has the office all that it needs to decide? */
  isComplete: boolean;
}

/** Of one kind the loan's parts, of another the offers, of the third the items. */
export interface MoveAmounts {
  deposit?: { depositOere: Oere; prepaidOere: Oere };
  offers?: readonly { amountOere: Oere; documentRef: string }[];
  items?: readonly Item[];
}

/** What a home of one's own takes, and what a piece of it costs second-hand [CFG]. */
export const SECOND_HAND_OERE = {
  bed: 80_000,
  bedding: 40_000,
  table: 40_000,
  chair: 15_000,
  sofa: 80_000,
  wardrobe: 50_000,
  lamp: 15_000,
  curtains: 30_000,
  kitchenware: 60_000,
  refrigerator: 100_000,
  vacuum_cleaner: 30_000,
  cleaning_equipment: 20_000,
  coffee_table: 25_000,
  carpet: 30_000,
} as const;
export type ItemCode = keyof typeof SECOND_HAND_OERE;
export const ITEM_CODES = Object.keys(SECOND_HAND_OERE) as ItemCode[];

/** Not needed as a rule; a reason makes an exception (domain.md 4.4). */
const NOT_NEEDED: readonly ItemCode[] = ['coffee_table', 'carpet'];
export const NEED_REASONS = ['size_of_the_household', 'lacking_in_the_dwelling', 'individual_need'] as const;
export const PRICE_REASONS = ['none_second_hand', 'hygiene', 'size_of_the_household'] as const;

export interface Item {
  item: ItemCode;
  pieces: number;
  /** Øre for all pieces. */
  amountOere: Oere;
  /** Why it is needed, of what as a rule is not. */
  neededBecause?: (typeof NEED_REASONS)[number];
  /** Why it costs more than second-hand. */
  dearerBecause?: (typeof PRICE_REASONS)[number];
}

/** What the amounts come to; of offers the cheapest. */
export function amountOf({ deposit, offers, items }: MoveAmounts): Oere {
  if (deposit) return sum([deposit.depositOere, deposit.prepaidOere]);
  if (offers?.length) return Math.min(...offers.map(({ amountOere }) => amountOere));
  return sum((items ?? []).map(({ amountOere }) => amountOere));
}

// --- Guards of the application ---

interface ApplyFacts {
  move: KnownReferral | null;
  /** Is it applied for, or of a loan paid, already? */
  hasAnother: boolean;
  today: LocalDate;
}
type ApplyGuard = Guard<null, ApplyFacts, ApplyForMove>;

const referralIsKnown: ApplyGuard = {
  code: 'referral-is-not-known',
  da: 'Indstillingen findes ikke.',
  en: 'There is no such referral.',
  field: 'referralRef',
  source: 'domain.md 4.1',
  refuses: (_, { move }) => move === null,
};

const dwellingIsAccepted: ApplyGuard = {
  code: 'no-dwelling-is-accepted',
  da: 'Der kan søges, når udlejer har sagt ja til borgeren, og indstillingen ikke er trukket tilbage eller afvist.',
  en: 'It can be applied for once the landlord has accepted the citizen, while the referral is neither withdrawn nor rejected.',
  field: 'referralRef',
  source: 'domain.md 4.1',
  refuses: (_, { move }) => move !== null && !move.isAccepted,
};

/** One application of a kind at a time, and one loan for a dwelling. Held by unique indexes too, for two at once. */
export const isNotAppliedForYet: ApplyGuard = {
  code: 'help-is-applied-for-already',
  da: 'Der er allerede søgt om denne hjælp til indflytningen.',
  en: 'This help with the move is applied for already.',
  field: 'kind',
  source: 'domain.md 4.4, 13.4',
  refuses: (_, { hasAnother }) => hasAnother,
};

const appliedSinceTheReferral: ApplyGuard = {
  code: 'application-is-outside-its-window',
  da: 'Ansøgningen er modtaget en dag fra {earliest} til {latest}.',
  en: 'The application was received on a day from {earliest} to {latest}.',
  field: 'appliedOn',
  source: 'domain.md 13.4: every date has a window',
  // Help is often asked for before the referral: what is older than a year is another application.
  refuses: (_, { move, today }, { appliedOn = today }) =>
    move !== null && isOutside({ earliest: addMonths(move.referredOn, -12), latest: today }, appliedOn),
};

export const APPLY_CHECKS = [referralIsKnown, dwellingIsAccepted, isNotAppliedForYet, appliedSinceTheReferral] as const;

// --- Guards of the grant ---

type AmountGuard = Guard<{ kind: string }, { move: KnownReferral | null }, MoveAmounts>;

const PART_OF: Readonly<Record<MoveKind, keyof MoveAmounts>> = {
  deposit_loan: 'deposit',
  moving_help: 'offers',
  establishment_help: 'items',
};

const amountsFitTheKind: AmountGuard = {
  code: 'amounts-do-not-fit-the-help',
  da: 'Et lån til depositum angives som depositum og forudbetalt leje, flyttehjælp som tilbud, etableringshjælp som genstande.',
  en: 'A deposit loan is given as deposit and prepaid rent, help with the move as offers, help with furnishing as items.',
  source: 'domain.md 4.4',
  refuses: ({ kind }, _, amounts) => {
    const wanted = isMoveKind(kind) ? PART_OF[kind] : undefined;
    const wrong = Object.values(PART_OF).filter((part) => (amounts[part] !== undefined) !== (part === wanted));
    return wrong.map((field) => ({ field }));
  },
};

const isWithinTheLaw =
  (part: 'depositOere' | 'prepaidOere', field: string): AmountGuard['refuses'] =>
  (_, { move }, { deposit }) => {
    if (!deposit || move?.rentOere == null) return false;
    const months = (part === 'depositOere' ? move.depositMonths : move.prepaidMonths) ?? MOST_MONTHS;
    const most = move.rentOere * Math.min(months, MOST_MONTHS);
    return deposit[part] > most && { mostOere: most, field };
  };

const depositIsAsAgreed: AmountGuard = {
  code: 'deposit-is-more-than-the-lease-may-ask',
  da: 'Depositum kan højst være {mostOere}: så mange måneders leje uden forbrug, som aftalen og loven tillader.',
  en: 'The deposit can be {mostOere} at most: as many months of rent without utilities as agreement and law allow.',
  source: 'lejeloven § 59; domain.md 4.3, 4.4',
  refuses: isWithinTheLaw('depositOere', 'deposit/depositOere'),
};

const prepaidIsAsAgreed: AmountGuard = {
  code: 'prepaid-rent-is-more-than-the-lease-may-ask',
  da: 'Forudbetalt leje kan højst være {mostOere}: så mange måneders leje uden forbrug, som aftalen og loven tillader.',
  en: 'Prepaid rent can be {mostOere} at most: as many months of rent without utilities as agreement and law allow.',
  source: 'lejeloven § 59; domain.md 4.3, 4.4',
  refuses: isWithinTheLaw('prepaidOere', 'deposit/prepaidOere'),
};

const somethingIsGranted: AmountGuard = {
  code: 'nothing-is-granted',
  da: 'En bevilling er på mindst 1 øre. Giv ellers afslag.',
  en: 'A grant is 1 øre at least. Refuse otherwise.',
  source: 'domain.md 13.2',
  field: 'deposit',
  refuses: (_, __, amounts) => amounts.deposit !== undefined && amountOf(amounts) === 0,
};

const itemIsNeeded: AmountGuard = {
  code: 'item-is-not-needed-by-default',
  da: 'Sofabord og tæpper er som udgangspunkt ikke nødvendige. Angiv, hvorfor det er nødvendigt her.',
  en: 'A coffee table and carpets are not needed as a rule. Tell why it is needed here.',
  source: 'domain.md 4.4',
  refuses: (_, __, { items = [] }) =>
    items.flatMap(({ item, neededBecause }, at) =>
      NOT_NEEDED.includes(item) && !neededBecause ? [{ field: `items/${at}/neededBecause` }] : [],
    ),
};

const itemCostsWhatUsedOnesDo: AmountGuard = {
  code: 'item-is-dearer-than-second-hand',
  da: 'Så mange koster brugt højst {mostOere}. Angiv, hvorfor det her er dyrere.',
  en: 'Second-hand so many cost {mostOere} at most. Tell why it is dearer here.',
  source: 'domain.md 4.4: second-hand price level',
  refuses: (_, __, { items = [] }) =>
    items.flatMap(({ item, pieces, amountOere, dearerBecause }, at) => {
      const mostOere = SECOND_HAND_OERE[item] * pieces;
      return amountOere > mostOere && !dearerBecause ? [{ mostOere, field: `items/${at}/dearerBecause` }] : [];
    }),
};

export const AMOUNT_CHECKS = [
  amountsFitTheKind,
  depositIsAsAgreed,
  prepaidIsAsAgreed,
  somethingIsGranted,
  itemIsNeeded,
  itemCostsWhatUsedOnesDo,
] as const;

// --- § 88: expenses taken on before applying ---

/** Why help is given although the lease was signed before it was applied for: the manual decision. */
export const LATE_APPLICATION_REASONS = [
  'landlord_demanded_signature',
  'municipality_caused_delay',
  'citizen_would_stay_without_a_home',
] as const;
export type LateApplicationReason = (typeof LATE_APPLICATION_REASONS)[number];

/** Was the expense taken on before the application? Signing comes after applying, or it is late (domain.md 4.4). */
export const isLateApplication = (appliedOn: LocalDate, leaseSignedOn: LocalDate | null | undefined): boolean =>
  leaseSignedOn != null && leaseSignedOn <= appliedOn;

type LateGuard = Guard<
  { appliedOn: LocalDate },
  { move: KnownReferral | null },
  { lateApplicationAcceptedBecause?: LateApplicationReason }
>;
const FIELD = 'lateApplicationAcceptedBecause';

export const lateApplicationIsAccepted: LateGuard = {
  code: 'application-came-after-the-lease',
  da: 'Lejekontrakten var underskrevet {leaseSignedOn}, og der blev søgt {appliedOn}. Angiv, hvorfor hjælpen alligevel kan gives.',
  en: 'The lease was signed {leaseSignedOn}, and the help applied for {appliedOn}. Tell why it can be given nevertheless.',
  field: FIELD,
  source: 'aktivloven § 88',
  refuses: ({ appliedOn }, { move }, input) =>
    isLateApplication(appliedOn, move?.leaseSignedOn) &&
    !input[FIELD] && { appliedOn, leaseSignedOn: move!.leaseSignedOn! },
};

export const applicationIsLateWhereItSaysSo: LateGuard = {
  code: 'application-came-before-the-lease',
  da: 'Der blev søgt, før lejekontrakten blev underskrevet; der skal ikke angives en grund.',
  en: 'The help was applied for before the lease was signed; it takes no reason.',
  field: FIELD,
  source: 'aktivloven § 88',
  refuses: ({ appliedOn }, { move }, input) => !!input[FIELD] && !isLateApplication(appliedOn, move?.leaseSignedOn),
};
