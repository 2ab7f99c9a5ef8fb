// SPDX-License-Identifier: MPL-2.0
// What a text must hold before both can approve it (domain.md 3.2), and what each legal basis demands (3.1). Every fault is
// told at once, with its source.
import { addDays, addMonths, fillText, type Guard, type LocalDate, type RefusalFacts, type Text } from '#domain';
import type { AgreedProperty, AgreementTerms, WholeTerms } from './agreement-terms.dto.js';
import { type Agreement, type Facts, newestTerms, versionInForce } from './case.js';
import { dwellingIsNotRegistered } from './chosen-dwellings.js';
import type { Elsewhere } from './covered-dwellings.js';
import { absenceIsPlausible, standInIsNamed } from './guards.js';
import { dateIsOutside, datesOutside } from './text-dates.js';

/** lov om boligforhold; republications only were seen: check each § before use. */
const CHAPTER_7 = 'lov om boligforhold (lov 342/2022) kap. 7';
const SECTION_57A = 'lov om boligforhold (lov 342/2022) § 57 a';
/** domain.md 3.1 */
const TERM_MONTHS = 72;
const LEAST_DWELLINGS = 2;
const LEAST_IN_PROPERTY = 8;
const EVERY = 4;

type TextGuard = Guard<Agreement, Facts, object>;

/** A condition on the newest text. Where a field is not agreed yet, `isComplete` says so and nothing else does. */
const text = ({
  refuses,
  ...guard
}: Omit<TextGuard, 'refuses'> & {
  refuses: (terms: AgreementTerms, agreement: Agreement, facts: Facts) => boolean | RefusalFacts | RefusalFacts[];
}): TextGuard => ({
  ...guard,
  refuses: (agreement, facts) => refuses(newestTerms(agreement, facts), agreement, facts),
});

/** What may be missing in a draft and must be there to be approved, with what a person calls it. */
const REQUIRED: Readonly<Partial<Record<keyof WholeTerms, Text>>> = {
  targetGroup: { da: 'målgruppe', en: 'target group' },
  properties: { da: 'ejendomme og boliger', en: 'properties and dwellings' },
  quota: { da: 'kvote', en: 'quota' },
  rolesAndResponsibilities: { da: 'roller og ansvar', en: 'roles and responsibilities' },
  commitments: { da: 'kommunens forpligtelser', en: 'commitments of the municipality' },
  coverage: { da: 'dækning ved fraflytning', en: 'coverage at move-out' },
  instalmentPolicy: { da: 'afdragsordninger (null: ingen)', en: 'instalment plans (null: none)' },
  singleEntryPoint: { da: 'den ene indgang', en: 'the single entry point' },
  landlordContacts: { da: 'udlejers kontakter', en: 'contacts of the landlord' },
  dialogue: { da: 'løbende dialog', en: 'standing dialogue' },
  revision: { da: 'gennemgang og varsling af ændringer', en: 'review and notice of changes' },
  term: { da: 'løbetid', en: 'term' },
  dataSharingAnnex: { da: 'bilag om deling af oplysninger', en: 'data sharing annex' },
};

const missingOf = (terms: AgreementTerms, fields: readonly (keyof WholeTerms)[]): RefusalFacts[] =>
  fields
    .filter((field) => {
      const value = terms[field];
      return value === undefined || (field !== 'commitments' && field !== 'coverage' && isEmpty(value));
    })
    .map((field) => ({ field: `terms/${field}`, missing: field, name: REQUIRED[field] }));

const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0;

const fieldIsMissing = {
  code: 'term-is-not-agreed',
  da: 'Der mangler: {name}.',
  en: 'Missing: {name}.',
};

/** What the landlord must at least find in the draft that is shared. */
export const isFitToShare = text({
  ...fieldIsMissing,
  source: 'domain.md 3.4; F2, F3, F5',
  refuses: (terms) => missingOf(terms, ['targetGroup', 'properties', 'singleEntryPoint']),
});

const isComplete = text({
  ...fieldIsMissing,
  source: 'domain.md 3.2; F1–F5',
  refuses: (terms) => missingOf(terms, Object.keys(REQUIRED) as (keyof WholeTerms)[]),
});

const agesRunUpwards = text({
  code: 'age-range-is-upside-down',
  da: 'Målgruppens laveste alder skal være højst den højeste, {most}.',
  en: 'The lowest age of the target group must be at most the highest, {most}.',
  field: 'terms/targetGroup/ageMin',
  source: 'F2',
  refuses: ({ targetGroup: { ageMin, ageMax } = {} as never }) =>
    ageMin !== undefined && ageMax !== undefined && ageMin > ageMax && { most: ageMax },
});

const capacityRunsUpwards = text({
  code: 'payment-capacity-is-upside-down',
  da: 'Målgruppens laveste betalingsevne skal være højst den højeste, {mostOere}.',
  en: 'The lowest payment capacity of the target group must be at most the highest, {mostOere}.',
  field: 'terms/targetGroup/paymentCapacityMinOere',
  source: 'F2',
  refuses: ({ targetGroup }) =>
    targetGroup !== undefined &&
    targetGroup.paymentCapacityMinOere > targetGroup.paymentCapacityMaxOere && {
      mostOere: targetGroup.paymentCapacityMaxOere,
    },
});

/** A later version may move the last day, never the first: six years are counted from it. */
const termBeganWithVersion1 = text({
  code: 'term-start-cannot-be-moved',
  da: 'Aftalens første dag er {from} og kan ikke flyttes i en senere version.',
  en: 'The first day of the agreement is {from} and cannot be moved by a later version.',
  field: 'terms/term/from',
  source: 'domain.md 3.4',
  refuses: ({ term }, agreement, { texts }) => {
    const inForce = versionInForce(agreement);
    const agreed = inForce && texts[inForce.no]?.term?.from;
    return agreed !== undefined && term !== undefined && term.from !== agreed && { from: agreed };
  },
});

/** As they were when it was proposed; what was agreed on since may have moved them. */
const datesArePlausible = text({
  ...dateIsOutside,
  refuses: (terms, agreement, { today }) => datesOutside(terms, agreement, today, 'terms/'),
});

/** Whom to call, as a text names it, is asked what a change of it is asked. */
const ofEntryPoint = (guard: typeof standInIsNamed | typeof absenceIsPlausible) =>
  text({
    ...guard,
    field: `terms/singleEntryPoint/${guard.field}`,
    refuses: ({ singleEntryPoint }, agreement, facts) =>
      singleEntryPoint !== undefined && (guard.refuses(agreement, facts, singleEntryPoint) as boolean | RefusalFacts),
  });

const chapter7 = (guard: Parameters<typeof text>[0]) =>
  text({
    source: CHAPTER_7,
    ...guard,
    refuses: (terms, agreement, facts) =>
      agreement.legalBasis === 'lbf_ch7_allocation' && guard.refuses(terms, agreement, facts),
  });

/** Days of the version that a text is for. */
const daysOf = ({ effectiveFrom, term }: AgreementTerms) => ({ from: effectiveFrom ?? '', to: term?.to ?? '' });

const overlaps = (one: ReturnType<typeof daysOf>, other: { from: LocalDate; to: LocalDate }) =>
  one.from <= other.to && other.from <= one.to;

const dwellingsAreInTheRegister = text({
  ...dwellingIsNotRegistered,
  field: 'terms/properties',
  refuses: (_, __, { elsewhere }) => elsewhere.removed.length > 0,
});

const dwellingsAreFree = text({
  code: 'dwelling-is-under-another-agreement',
  da: 'Boligen {unit} er omfattet af aftalen {agreementNo} fra {from} til {to}. Den kan først være med fra dagen efter.',
  en: 'The dwelling {unit} is under the agreement {agreementNo} from {from} until {to}. It is free from the day after.',
  field: 'terms/properties',
  source: 'domain.md 13.4',
  refuses: (terms, _, { elsewhere }) => {
    const units = new Map(
      (terms.properties ?? []).flatMap(({ dwellings }) =>
        dwellings.map(({ dwellingRef, unit }) => [dwellingRef, unit]),
      ),
    );
    return elsewhere.dwellings
      .filter((other) => units.has(other.dwellingRef) && overlaps(daysOf(terms), other))
      .map(({ dwellingRef, ...other }) => ({ unit: units.get(dwellingRef), ...other }));
  },
});

/** The dwellings of a text by property, each counted once, in the register as it is now. */
const coveredOf = ({ properties = [] }: AgreementTerms, { elsewhere }: Facts) =>
  [...new Set(properties.map(({ propertyRef }) => propertyRef))].map((propertyRef) => {
    const entries = properties.filter((one) => one.propertyRef === propertyRef) as [AgreedProperty];
    const [{ address, dwellingCount }] = entries;
    const now = elsewhere.properties.find((one) => one.propertyRef === propertyRef);
    return {
      address,
      // What was agreed with more dwellings than there are does not count.
      dwellingCount: Math.min(dwellingCount, now?.dwellingCount ?? dwellingCount),
      own: new Set(entries.flatMap(({ dwellings }) => dwellings.map(({ dwellingRef }) => dwellingRef))).size,
      allocated: now?.allocated ?? [],
    };
  });

const enoughDwellings = chapter7({
  code: 'agreement-has-too-few-dwellings',
  da: 'En anvisningsaftale skal omfatte mindst {atLeast} boliger.',
  en: 'An allocation agreement must cover at least {atLeast} dwellings.',
  field: 'terms/properties',
  refuses: (terms, _, facts) =>
    terms.properties !== undefined &&
    coveredOf(terms, facts).reduce((all, { own }) => all + own, 0) < LEAST_DWELLINGS && { atLeast: LEAST_DWELLINGS },
});

const propertyIsLargeEnough = chapter7({
  code: 'property-is-too-small',
  da: 'Ejendommen {address} har {dwellingCount} boliger; den skal have mindst {atLeast}.',
  en: 'The property {address} has {dwellingCount} dwellings; it must have at least {atLeast}.',
  field: 'terms/properties',
  refuses: (terms, _, facts) =>
    coveredOf(terms, facts)
      .filter(({ dwellingCount }) => dwellingCount < LEAST_IN_PROPERTY)
      .map(({ address, dwellingCount }) => ({ address, dwellingCount, atLeast: LEAST_IN_PROPERTY })),
});

/** Over all allocation agreements in the property: on the day on which most are signed or in force (domain.md 13.4). */
const atMostEveryFourth = chapter7({
  code: 'more-than-every-fourth-dwelling',
  da: 'I ejendommen {address} må kommunens anvisningsaftaler tilsammen højst omfatte {atMost} boliger (hver fjerde); med denne er det {covered}.',
  en: "In the property {address} the municipality's allocation agreements may cover {atMost} dwellings together (every fourth); with this one they are {covered}.",
  field: 'terms/properties',
  refuses: (terms, _, facts) =>
    coveredOf(terms, facts)
      .map(({ address, dwellingCount, own, allocated }) => ({
        address,
        covered: own + mostAtOnce(daysOf(terms), allocated),
        atMost: Math.floor(dwellingCount / EVERY),
      }))
      .filter(({ covered, atMost }) => covered > atMost),
});

/** Of what others hold, the most on one of these days. */
export const mostAtOnce = (days: ReturnType<typeof daysOf>, others: Elsewhere['properties'][number]['allocated']) => {
  const beside = others.filter((other) => overlaps(days, other));
  // Most are held on a day on which one begins.
  return [days.from, ...beside.map(({ from }) => from)]
    .filter((day) => day >= days.from)
    .map((day) => beside.reduce((all, { from, to, dwellings }) => all + (from <= day && day <= to ? dwellings : 0), 0))
    .reduce((most, held) => Math.max(most, held), 0);
};

const quotaIsAtMostEveryFourth = chapter7({
  code: 'quota-is-more-than-every-fourth',
  da: 'Kommunen må højst anvise hver fjerde ledige bolig; kvoten skal være hver {atLeast}. eller færre.',
  en: 'The municipality may fill every fourth vacant dwelling at most; the quota must be every {atLeast}th or fewer.',
  field: 'terms/quota/n',
  refuses: ({ quota }) => quota?.kind === 'every_nth' && (quota.n ?? 0) < EVERY && { atLeast: EVERY },
});

/**
 * The agreements of an owner share six years, from the first day of the first to the last day of the last: else they could
 * be stretched without end (domain.md 13.2, 13.4).
 */
const atMostSixYears = chapter7({
  code: 'term-is-longer-than-six-years',
  da: 'En ejers anvisningsaftaler kan tilsammen højst løbe i seks år; denne kan løbe fra {earliest} til og med {latest}.',
  en: "An owner's allocation agreements may run for six years together; this one can run from {earliest} until {latest}.",
  field: 'terms/term/to',
  refuses: ({ term }, agreement, facts) => {
    if (!term) return false;
    const beside = facts.otherAllocations.filter((other) => !isBeforeOrAfter(other, term, agreement, facts));
    const first = [term.from, ...beside.map(({ termFrom }) => termFrom)].toSorted()[0] as LocalDate;
    const last = [term.to, ...beside.map(({ termTo }) => termTo)].toSorted().at(-1) as LocalDate;
    const othersLast = beside
      .map(({ termTo }) => termTo)
      .toSorted()
      .at(-1);
    return (
      last > ceilingOf(first) && {
        earliest: othersLast ? addMonths(addDays(othersLast, 1), -TERM_MONTHS) : term.from,
        latest: ceilingOf(first),
      }
    );
  },
});

/** Last day of six years from the first day, inclusive (domain.md 13.2). */
export const ceilingOf = (termFrom: LocalDate): LocalDate => addDays(addMonths(termFrom, TERM_MONTHS), -1);

/** Is one of the two a new agreement after the other has ended? */
const isBeforeOrAfter = (
  { termFrom, termTo }: Facts['otherAllocations'][number],
  { from, to }: { from: LocalDate; to: LocalDate },
  agreement: Agreement,
  { today }: Facts,
): boolean => termTo < from || to < termFrom || (termTo < today && !versionInForce(agreement));

const ownerHasNoOther = chapter7({
  code: 'owner-has-had-an-allocation-agreement',
  da: 'Ejeren har anvisningsaftalen {agreementNo} fra {termFrom} til {termTo}. Der kan ikke være endnu en før eller efter den.',
  en: 'The owner has the allocation agreement {agreementNo} from {termFrom} until {termTo}. There can be no other before or after it.',
  field: 'landlordRef',
  refuses: ({ term }, agreement, facts) =>
    term !== undefined &&
    facts.otherAllocations
      .filter((other) => isBeforeOrAfter(other, term, agreement, facts))
      .map((other) => ({ ...other })),
});

const standsOnAllocation = text({
  code: 'property-has-no-allocation-agreement',
  da: 'Udslusningsboliger kræver en anvisningsaftale i ejendommen; i {address} er der ingen i kraft.',
  en: 'Transitional dwellings need an allocation agreement in the property; there is none in force in {address}.',
  field: 'terms/properties',
  source: SECTION_57A,
  refuses: ({ properties = [] }, { legalBasis }, { allocatedProperties }) =>
    legalBasis === 'lbf_57a_transitional' &&
    properties
      .filter(({ propertyRef }) => !allocatedProperties.includes(propertyRef))
      .map(({ address }) => ({ address })),
});

/** Asked when a party approves, and again when it signs: what holds outside may have changed in between. */
export const legalChecks = [
  isComplete,
  agesRunUpwards,
  capacityRunsUpwards,
  termBeganWithVersion1,
  datesArePlausible,
  ofEntryPoint(absenceIsPlausible),
  ofEntryPoint(standInIsNamed),
  dwellingsAreInTheRegister,
  dwellingsAreFree,
  enoughDwellings,
  propertyIsLargeEnough,
  atMostEveryFourth,
  quotaIsAtMostEveryFourth,
  atMostSixYears,
  ownerHasNoOther,
  standsOnAllocation,
] as const;

/** What stands in the way of approving the newest text, for those who negotiate it. */
export const approvalFaults = (agreement: Agreement, facts: Facts) =>
  legalChecks.flatMap((guard) => {
    const why = guard.refuses(agreement, facts, {});
    const all: readonly RefusalFacts[] = why === true ? [{}] : why === false ? [] : [why].flat();
    return all.map(({ field, ...said }) => ({
      pointer: `/${String(field ?? guard.field ?? 'terms')}`,
      code: guard.code,
      text: { da: fillText(guard.da, said, 'da'), en: fillText(guard.en, said, 'en') },
      ...(guard.source && { source: guard.source }),
    }));
  });
