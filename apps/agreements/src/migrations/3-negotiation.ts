// SPDX-License-Identifier: MPL-2.0
import { randomUUID } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { textHash } from '../agreement/agreement.hash.js';

/** An agreement as it was kept before: one text, on the row itself. */
interface Before {
  id: string;
  state: string;
  agreement_no: string;
  landlord_ref: string;
  landlord_cvr: string;
  landlord_name: string;
  legal_basis: string;
  term_from: string;
  term_to: string;
  opened_at: Date;
  // biome-ignore lint/suspicious/noExplicitAny: the shape of an older release, which no class holds any more
  terms: any;
  signatures: { party: string; name: string; role: string; signedOn: string; method: string }[];
}

/** Agreements with versions and revisions, and what is known of tenancies. `terms` and `signatures` are read no more. */
export class Negotiation1764000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
alter table agreement
  alter column landlord_cvr drop not null,
  alter column terms drop not null,
  alter column signatures drop not null,
  add column versions jsonb not null default '[]',
  add column entry_point jsonb,
  add column landlord_contacts jsonb not null default '[]',
  add column property_refs uuid[] not null default '{}',
  add column dwellings int not null default 0,
  add column shown_to uuid,
  add column review_on date,
  add column notice jsonb,
  add column cap_alerts jsonb not null default '[]';
create index agreement_by_legal_basis on agreement (legal_basis, landlord_ref);
create index agreement_due on agreement (next_due_on, id) where next_due_on is not null;

create table agreement_text (
  agreement_ref uuid not null references agreement (id),
  version_no int not null,
  revision int not null,
  hash text not null,
  terms jsonb not null,
  proposed_by text not null check (proposed_by in ('municipality', 'landlord')),
  note text,
  at timestamptz not null,
  primary key (agreement_ref, version_no, revision)
);

-- What was proposed, approved or signed stays as it was, whoever asks.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'a text of an agreement is never changed' using errcode = 'restrict_violation';
end $$;
create trigger agreement_text_stays before update or delete on agreement_text
  for each row execute function refuse_change();

create table known_tenancies (
  id uuid primary key,
  version int not null,
  agreement_ref uuid not null,
  agreement_version_at_start int not null,
  dwelling_ref uuid not null,
  landlord_ref uuid not null,
  started_on date not null,
  ended_on date
);
create index known_tenancies_by_agreement on known_tenancies (agreement_ref, id);
`);
    const before: Before[] = await runner.query(
      `select *, term_from::text, term_to::text from agreement where terms is not null order by id`,
    );
    for (const agreement of before) await this.carryOver(runner, agreement);
  }

  /** What was agreed goes on as version 1, in force where it was. Its landlord is put into the register. */
  private async carryOver(runner: QueryRunner, agreement: Before): Promise<void> {
    const { noticeMonths, properties, slas = {}, ...kept } = agreement.terms;
    const term = { from: agreement.term_from, to: agreement.term_to, noticeMonths };
    const terms = {
      ...{ recourseAgainstTenant: 'undecided', depositMonths: 3, prepaidRentMonths: 3, notifyOnBailiffRequest: true },
      ...{ ...kept, slas, term, effectiveFrom: term.from, appliesToExisting: false },
      properties: properties.map((property: object) => ({ propertyRef: randomUUID(), ...property })),
    };
    const about = {
      agreementNo: agreement.agreement_no,
      landlordRef: agreement.landlord_ref,
      legalBasis: agreement.legal_basis,
    };
    const hash = textHash(about, 1, terms);
    const isInForce = agreement.state === 'ACTIVE';
    const version = {
      ...{ no: 1, state: isInForce ? 'IN_FORCE' : 'DRAFT', revision: 1, hash, effectiveFrom: term.from },
      ...{ appliesToExisting: false, approvals: [], inForceFrom: isInForce ? term.from : null, inForceTo: null },
      signatures: agreement.signatures.map((signature) => ({ ...signature, hash })),
      ...(isInForce && {
        told: {
          ...{ agreementVersion: 1, effectiveFrom: term.from, appliesToExisting: false },
          ...{ quota: terms.quota, commitments: terms.commitments, coverage: terms.coverage, slas },
          ...{ securitiesOrder: terms.securitiesOrder, vacancyIncludesUtilities: terms.vacancyIncludesUtilities },
          ...{ annualBudgetCapOere: terms.annualBudgetCapOere, recourseAgainstTenant: terms.recourseAgainstTenant },
          ...{ depositMonths: 3, prepaidRentMonths: 3, instalmentPolicy: terms.instalmentPolicy },
          ...{ notifyOnBailiffRequest: true, paymentCapacityMaxOere: terms.targetGroup.paymentCapacityMaxOere },
        },
      }),
    };
    await runner.query(
      `insert into landlord (id, version, state, opened_at, kind, cvr, name, contacts, lets_more_than_one)
       values ($1, 1, 'ACTIVE', $2, 'company', $3, $4, $5, true) on conflict do nothing`,
      [
        ...[agreement.landlord_ref, agreement.opened_at, agreement.landlord_cvr, agreement.landlord_name],
        JSON.stringify(terms.landlordContacts),
      ],
    );
    await runner.query(
      `insert into agreement_text (agreement_ref, version_no, revision, hash, terms, proposed_by, at)
       values ($1, 1, 1, $2, $3, 'municipality', $4)`,
      [agreement.id, hash, JSON.stringify(terms), agreement.opened_at],
    );
    await runner.query(
      `update agreement set versions = $2, entry_point = $3, landlord_contacts = $4, property_refs = $5, dwellings = $6,
         shown_to = $7, review_on = $8, next_due_on = $9::date + 1 where id = $1`,
      [
        ...[agreement.id, JSON.stringify([version]), JSON.stringify(terms.singleEntryPoint)],
        JSON.stringify(terms.landlordContacts),
        terms.properties.map(({ propertyRef }: { propertyRef: string }) => propertyRef),
        properties.flatMap(({ dwellings }: { dwellings: object[] }) => dwellings).length,
        ...(isInForce ? [agreement.landlord_ref, terms.revision.reviewDate, term.to] : [null, null, null]),
      ],
    );
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
