// SPDX-License-Identifier: MPL-2.0
// What a text must hold before both can approve it (domain.md 3.2), and what each legal basis demands (3.1). Every fault is
// told at once, with its source.
import { addDays, addMonths, fillText, type Guard, type LocalDate, type RefusalFacts, type Text } from '#domain';
import type { AgreementTerms, WholeTerms } from './agreement-terms.dto.js';
import { type Agreement, type Facts, newestTerms, versionInForce } from './case.js';

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

const takesTheNextPlace = text({
  code: 'version-begins-before-the-one-in-force',
  da: 'En ny version skal gælde fra {earliest} eller senere, og senest fra {latest}.',
  en: 'A next version must take effect from {earliest} or later, and from {latest} at the latest.',
  field: 'terms/effectiveFrom',
  source: 'domain.md 3.4',
  refuses: ({ effectiveFrom }, agreement) => {
    const inForce = versionInForce(agreement);
    if (!inForce || effectiveFrom === undefined) return false;
    const [earliest, latest] = [addDays(inForce.effectiveFrom, 1), addDays(agreement.termTo, 1)];
    return (effectiveFrom < earliest || effectiveFrom > latest) && { earliest, latest };
  },
});

const chapter7 = (guard: Parameters<typeof text>[0]) =>
  text({
    source: CHAPTER_7,
    ...guard,
    refuses: (terms, agreement, facts) =>
      agreement.legalBasis === 'lbf_ch7_allocation' && guard.refuses(terms, agreement, facts),
  });

const enoughDwellings = chapter7({
  code: 'agreement-has-too-few-dwellings',
  da: 'En anvisningsaftale skal omfatte mindst {atLeast} boliger.',
  en: 'An allocation agreement must cover at least {atLeast} dwellings.',
  field: 'terms/properties',
  refuses: ({ properties }) =>
    properties !== undefined &&
    properties.flatMap(({ dwellings }) => dwellings).length < LEAST_DWELLINGS && { atLeast: LEAST_DWELLINGS },
});

const propertyIsLargeEnough = chapter7({
  code: 'property-is-too-small',
  da: 'Ejendommen {address} har {dwellingCount} boliger; den skal have mindst {atLeast}.',
  en: 'The property {address} has {dwellingCount} dwellings; it must have at least {atLeast}.',
  field: 'terms/properties',
  refuses: ({ properties = [] }) =>
    properties
      .filter(({ dwellingCount }) => dwellingCount < LEAST_IN_PROPERTY)
      .map(({ address, dwellingCount }) => ({ address, dwellingCount, atLeast: LEAST_IN_PROPERTY })),
});

const atMostEveryFourth = chapter7({
  code: 'more-than-every-fourth-dwelling',
  da: 'I ejendommen {address} må aftalen højst omfatte {atMost} boliger (hver fjerde).',
  en: 'In the property {address} the agreement may cover at most {atMost} dwellings (every fourth).',
  field: 'terms/properties',
  refuses: ({ properties = [] }) =>
    properties
      .map(({ address, dwellings, dwellingCount }) => ({
        address,
        covered: dwellings.length,
        atMost: Math.floor(dwellingCount / EVERY),
      }))
      .filter(({ covered, atMost }) => covered > atMost),
});

const quotaIsAtMostEveryFourth = chapter7({
  code: 'quota-is-more-than-every-fourth',
  da: 'Kommunen må højst anvise hver fjerde ledige bolig; kvoten skal være hver {atLeast}. eller færre.',
  en: 'The municipality may fill every fourth vacant dwelling at most; the quota must be every {atLeast}th or fewer.',
  field: 'terms/quota/n',
  refuses: ({ quota }) => quota?.kind === 'every_nth' && (quota.n ?? 0) < EVERY && { atLeast: EVERY },
});

/** A second agreement beside the first shares its six years: else they could be stretched without end (domain.md 13.2). */
const atMostSixYears = chapter7({
  code: 'term-is-longer-than-six-years',
  da: 'En anvisningsaftale kan højst løbe i seks år, her til og med {latest}.',
  en: 'An allocation agreement may run for six years at most, here until {latest}.',
  field: 'terms/term/to',
  refuses: ({ term }, _, { otherAllocations }) => {
    if (!term) return false;
    const ended = endedBefore(otherAllocations, term.from);
    const beside = otherAllocations.filter((other) => !ended.includes(other));
    const firstFrom = [term.from, ...beside.map(({ termFrom }) => termFrom)].toSorted()[0] as LocalDate;
    const latest = ceilingOf(firstFrom);
    return term.to > latest && { latest };
  },
});

/** Last day of six years from the first day, inclusive (domain.md 13.2). */
export const ceilingOf = (termFrom: LocalDate): LocalDate => addDays(addMonths(termFrom, TERM_MONTHS), -1);

const endedBefore = (others: Facts['otherAllocations'], from: LocalDate) =>
  others.filter(({ state, termTo }) => ['RUN_OFF', 'EXPIRED', 'TERMINATED'].includes(state) || termTo < from);

const ownerHadNoneBefore = chapter7({
  code: 'owner-has-had-an-allocation-agreement',
  da: 'Ejeren har haft anvisningsaftalen {agreementNo}, som er ophørt. Der kan ikke indgås en ny.',
  en: 'The owner has had the allocation agreement {agreementNo}, which has ended. No new one can be made.',
  field: 'landlordRef',
  refuses: ({ term }, _, { otherAllocations }) =>
    endedBefore(otherAllocations, term?.from ?? '0000-01-01').map(({ agreementNo }) => ({ agreementNo })),
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
  takesTheNextPlace,
  enoughDwellings,
  propertyIsLargeEnough,
  atMostEveryFourth,
  quotaIsAtMostEveryFourth,
  atMostSixYears,
  ownerHadNoneBefore,
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
