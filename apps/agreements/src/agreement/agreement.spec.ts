// SPDX-License-Identifier: MPL-2.0
import { describe, expect, test } from '@jest/globals';
import { agreementRules } from './agreement.js';
import type { AgreementTerms } from './agreement-terms.dto.js';
import { type Agreement, type Facts, withContacts } from './case.js';
import { NOTHING_ELSEWHERE } from './covered-dwellings.js';
import { columnsOf, termsInside } from './governing-text.js';
import type { AgreementVersion } from './versions.js';

const entryPoint = (name: string) => ({
  ...{ mailbox: 'a@b.dk', phone: '12345678', openingHours: 'man 09:00-10:00' },
  name,
});
const terms = (more: AgreementTerms = {}): AgreementTerms => ({
  term: { from: '2026-02-01', to: '2030-01-31', noticeMonths: 6 },
  revision: { reviewDate: '2027-02-01', noticeForChangeMonths: 3 },
  targetGroup: { description: 'Unge', paymentCapacityMinOere: 1, paymentCapacityMaxOere: 470_000 },
  properties: [
    {
      propertyRef: 'p',
      address: 'A',
      dwellingCount: 8,
      dwellings: [{ dwellingRef: 'd', rentOere: 4, utilitiesOere: 1 }],
    },
  ] as never,
  ...{ instalmentPolicy: null, slas: {}, effectiveFrom: '2026-02-01' },
  ...more,
});

const about = { agreementNo: 'A1', landlordRef: 'l', legalBasis: 'free_cooperation' as const };
const version = (
  no: number,
  state: AgreementVersion['state'],
  more: Partial<AgreementVersion> = {},
): AgreementVersion => ({
  ...{ no, state, revision: 1, hash: '', effectiveFrom: '2026-02-01', appliesToExisting: false },
  ...{ approvals: [], signatures: [], inForceFrom: null, inForceTo: null },
  ...more,
});
const inForce = version(1, 'IN_FORCE', { inForceFrom: '2026-02-01' });

const first = terms({ singleEntryPoint: entryPoint('agreed'), landlordContacts: [] });
const agreement = (more: Partial<Agreement> = {}): Agreement => ({
  ...about,
  ...{ state: 'ACTIVE', landlordCvr: null, landlordName: 'L', shownTo: 'l', agreementVersion: 1, versions: [inForce] },
  ...columnsOf(first),
  ...{ entryPoint: entryPoint('today'), landlordContacts: [], notice: null, capAlerts: [] },
  ...more,
});
const facts = (today: string, more: Partial<Facts> = {}): Facts => ({
  ...{ today, by: 'municipality', isIntact: true, texts: { 1: first }, landlord: null, otherAllocations: [] },
  ...{ elsewhere: NOTHING_ELSEWHERE, allocatedProperties: [], tenanciesUntil: null, openClaims: 0 },
  ...more,
});
const time = (action: 'activateVersion' | 'reachTermStart' | 'expireNotice' | 'endTerm', of: Agreement, known: Facts) =>
  agreementRules.perform(action, of, ['system'], known);

/** With a signed version 2 whose text is this. */
const next = (text: AgreementTerms, state: Agreement['state'] = 'ACTIVE') => {
  const open = version(2, 'SIGNED', { effectiveFrom: '2026-06-01' });
  return { of: agreement({ state, versions: [inForce, open] }), known: { texts: { 1: first, 2: text } } };
};

describe('what follows from a text', () => {
  test('columns, and what the other services are told of each version that came into force', () => {
    expect(columnsOf(first)).toEqual({
      ...{ termFrom: '2026-02-01', termTo: '2030-01-31', reviewOn: '2027-02-01', propertyRefs: ['p'], dwellings: 1 },
    });
    const second = terms({ instalmentPolicy: { maxMonths: 6 } as never });
    const { properties: _, ...ended } = first;
    const versions = [
      version(1, 'SUPERSEDED', { inForceFrom: '2026-02-01', inForceTo: '2026-05-31' }),
      version(2, 'IN_FORCE', { inForceFrom: '2026-06-01' }),
      version(3, 'DRAFT'),
    ];
    expect(termsInside(versions, { 1: ended, 2: second, 3: {} })).toMatchObject({
      ...{
        dwellings: [{ dwellingRef: 'd', rentOere: 4, utilitiesOere: 1 }],
        instalmentPolicy: { maxMonths: 6 },
        slas: {},
      },
      versions: [
        { agreementVersion: 1, effectiveTo: '2026-05-31', instalmentPolicy: null, paymentCapacityMaxOere: 470_000 },
        { agreementVersion: 2, effectiveTo: null, instalmentPolicy: { maxMonths: 6 } },
      ],
    });
    expect(termsInside([version(1, 'DRAFT')], { 1: first })).toEqual({
      dwellings: [],
      instalmentPolicy: null,
      versions: [],
    });
  });

  test('a next version takes its columns from its text', () => {
    const { of, known } = next(
      terms({ term: { from: '2026-02-01', to: '2031-01-31', noticeMonths: 6 }, properties: [] }),
    );
    expect(time('activateVersion', of, facts('2026-06-01', known))).toMatchObject({
      fact: 'versionActivated',
      changes: {
        ...{ state: 'ACTIVE', agreementVersion: 2, termTo: '2031-01-31', dwellings: 0, propertyRefs: [] },
        versions: [
          { state: 'SUPERSEDED', inForceTo: '2026-05-31' },
          { state: 'IN_FORCE', inForceFrom: '2026-06-01' },
        ],
      },
    });
  });
});

describe('contacts beside the text', () => {
  const calledAfter = (text: AgreementTerms) => {
    const { of, known } = next(text);
    return { ...of, ...time('activateVersion', of, facts('2026-06-01', known)).changes }.entryPoint?.name;
  };

  test('stay as they are today, unless the next text names others', () => {
    expect(calledAfter(terms())).toBe('today');
    expect(calledAfter(terms({ singleEntryPoint: entryPoint('anew') }))).toBe('anew');
    // A text begun by an earlier release repeats those of the text before.
    expect(calledAfter(terms({ singleEntryPoint: entryPoint('agreed'), landlordContacts: [] }))).toBe('today');
  });

  test('named by a next text they are what it says, also where an earlier text said the same and they changed since', () => {
    const begun = agreementRules.perform('startRevision', agreement(), ['single_entry'], facts('2026-03-01'), {
      text: { terms: terms(), hash: '' },
    }).changes.versions!;
    const versions = begun.map((one): AgreementVersion => (one.no === 2 ? { ...one, state: 'SIGNED' } : one));
    const named = terms({ singleEntryPoint: entryPoint('agreed') });
    const known = facts('2026-06-01', { texts: { 1: first, 2: named } });
    const { changes } = time('activateVersion', agreement({ versions }), known);
    expect(changes).toMatchObject({ entryPoint: { name: 'agreed' } });
    expect(changes).not.toHaveProperty('landlordContacts');
  });

  test('changed between the signatures and the first day, they stay changed', () => {
    const open = version(1, 'SIGNED');
    const { changes } = time('reachTermStart', agreement({ state: 'SIGNED', versions: [open] }), facts('2026-02-01'));
    expect(changes).toMatchObject({ state: 'ACTIVE' });
    expect(changes).not.toHaveProperty('entryPoint');
  });

  test('are read with the text of a next version, where it does not name them', () => {
    const today = { singleEntryPoint: { name: 'today' } };
    expect(withContacts(agreement(), 2, terms())).toMatchObject(today);
    expect(withContacts(agreement(), 2, first)).toMatchObject({ singleEntryPoint: { name: 'agreed' } });
    expect(withContacts(agreement(), 1, {})).toEqual({});
  });
});

describe('the end', () => {
  const noticed = { givenBy: 'landlord', givenOn: '2026-03-02', endsOn: '2026-09-02' } as const;

  test('closes the version in force on the last day, and gives up what is signed for later', () => {
    const { of, known } = next(terms(), 'NOTICE_GIVEN');
    const ends = { ...of, notice: noticed, versions: [inForce, { ...of.versions[1]!, effectiveFrom: '2026-10-01' }] };
    expect(time('expireNotice', ends, facts('2026-09-03', known))).toMatchObject({
      ...{ fact: 'terminated', changes: { state: 'TERMINATED' } },
      changes: {
        versions: [
          { state: 'SUPERSEDED', inForceTo: '2026-09-02' },
          { state: 'ABANDONED', inForceFrom: null },
        ],
      },
    });
    expect(time('endTerm', agreement(), facts('2030-02-01', { openClaims: 1 }))).toMatchObject({
      ...{ fact: 'runOff', changes: { state: 'RUN_OFF', versions: [{ inForceTo: '2030-01-31' }] } },
    });
  });

  test('a version that is signed for a day after it is given up with the notice; one for a day before stays', () => {
    const { of, known } = next(terms());
    const state = (effectiveFrom: string) =>
      agreementRules.perform(
        'giveNotice',
        { ...of, versions: [inForce, { ...of.versions[1]!, effectiveFrom }] },
        ['landlord_admin'],
        facts('2026-03-02', known),
        { endsOn: '2026-09-02' },
      ).changes.versions?.[1]?.state;
    expect([state('2026-09-02'), state('2026-09-03')]).toEqual([undefined, 'ABANDONED']);
  });

  test('is due the day after the last one; what was signed for before comes first; daily while it runs off', () => {
    expect(agreementRules.dueOn(agreement())).toBe('2030-02-01');
    expect(agreementRules.dueOn(agreement({ state: 'NOTICE_GIVEN', notice: noticed }))).toBe('2026-09-03');
    expect(agreementRules.dueOn(agreement({ state: 'EXPIRED' }))).toBeNull();
    const { of, known } = next(terms(), 'NOTICE_GIVEN');
    const both = { ...of, notice: noticed };
    expect(agreementRules.dueOn(both)).toBe('2026-06-01');
    expect(agreementRules.dueAction(both, '2026-09-03', facts('2026-09-03', known))).toBe('activateVersion');
    const runsOff = agreement({ state: 'RUN_OFF', notice: noticed });
    const due = (openClaims: number) =>
      agreementRules.dueAction(runsOff, '2026-09-03', facts('2026-09-03', { openClaims }));
    expect([due(1), due(0)]).toEqual([undefined, 'settleLastTenancy']);
  });

  test('a text that is not as it was signed comes into force on no day', () => {
    const { of } = next(terms());
    const changed = facts('2026-06-01', { isIntact: false });
    expect(() => time('activateVersion', of, changed)).toThrow(/signed-text-was-changed/);
    const signature = {
      party: 'landlord',
      name: 'N',
      role: 'R',
      signedOn: '2026-05-01',
      method: 'MitID',
      hash: 'x',
    } as const;
    const another = { ...of, versions: [inForce, { ...of.versions[1]!, signatures: [signature] }] };
    expect(() => time('activateVersion', another, facts('2026-06-01'))).toThrow(/signed-text-was-changed/);
    expect(agreementRules.dueAction(of, '2026-06-01', changed)).toBeUndefined();
  });
});
