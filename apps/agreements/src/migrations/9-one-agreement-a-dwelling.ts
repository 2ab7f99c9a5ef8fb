// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which dwelling is under which signed text on which days: in one agreement at a time. Dwellings that were in two before
 * stay in both, and count; the later one is contested, until a new text without them is signed.
 *
 * Of what earlier releases wrote it mends: versions whose last day lay before their first, figures that cannot be, and
 * what was planned under a draft that its landlord has not been shown.
 */
export class OneAgreementADwelling1790000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create type uuidrange as range (subtype = uuid);
create table covered_dwelling (
  agreement_ref uuid not null references agreement (id),
  version_no int not null,
  property_ref uuid not null,
  dwelling_ref uuid not null,
  days daterange not null,
  contested boolean not null default false,
  primary key (agreement_ref, version_no, dwelling_ref),
  -- A range of one uuid: for a plain one such a constraint takes an extension.
  constraint dwelling_in_one_agreement exclude using gist
    (uuidrange(dwelling_ref, dwelling_ref, '[]') with &&, days with &&) where (not contested)
);
create index covered_dwelling_by_dwelling on covered_dwelling (dwelling_ref);
create index covered_dwelling_by_property on covered_dwelling (property_ref);
create index property_by_bfe on property (bfe_number);

-- Gone again below: the schema's owner may have no temporary ones.
create table found as
select a.id as agreement_ref, v.no as version_no, (p ->> 'propertyRef')::uuid as property_ref,
       (d ->> 'dwellingRef')::uuid as dwelling_ref, a.opened_at,
       daterange(v.from_day, least(v.next_day - 1, (t.terms -> 'term' ->> 'to')::date, (a.notice ->> 'endsOn')::date), '[]') as days
  from agreement a cross join
       lateral (select (one ->> 'no')::int as no, (one ->> 'revision')::int as revision,
                       (one ->> 'effectiveFrom')::date as from_day,
                       lead((one ->> 'effectiveFrom')::date) over (order by (one ->> 'no')::int) as next_day
                  from jsonb_array_elements(a.versions) one where one ->> 'state' in ('IN_FORCE', 'SIGNED')) v
       join agreement_text t on t.agreement_ref = a.id and t.version_no = v.no and t.revision = v.revision
       cross join jsonb_array_elements(t.terms -> 'properties') p cross join jsonb_array_elements(p -> 'dwellings') d
 where a.state in ('SIGNED', 'ACTIVE', 'NOTICE_GIVEN')
   and v.from_day <= least(v.next_day - 1, (t.terms -> 'term' ->> 'to')::date, (a.notice ->> 'endsOn')::date);
insert into covered_dwelling (agreement_ref, version_no, property_ref, dwelling_ref, days)
select agreement_ref, version_no, property_ref, dwelling_ref, days from found order by opened_at, agreement_ref, version_no
    on conflict do nothing;
insert into covered_dwelling (agreement_ref, version_no, property_ref, dwelling_ref, days, contested)
select agreement_ref, version_no, property_ref, dwelling_ref, days, true from found on conflict do nothing;
drop table found;

update agreement set versions = (
  select jsonb_agg(case when v ->> 'inForceTo' < v ->> 'inForceFrom'
      then v || jsonb_build_object('inForceTo', v -> 'inForceFrom') else v end order by place)
    from jsonb_array_elements(versions) with ordinality as one (v, place))
where jsonb_path_exists(versions, '$[*] ? (@.inForceTo < @.inForceFrom)');

create index known_figure_by_subject on known_figure (subject_ref);
alter table known_figure alter column happened_on drop not null, add column ignored text;
update known_figure set ignored = 'ends-before-it-starts' where measure < 0;
-- What it is about: until now a tenancy, a dwelling or the case itself; from now on the home.
update known_figure f set subject_ref = t.dwelling_ref from known_tenancies t where t.id in (f.subject_ref, f.id);

${['meeting', 'action_item', 'expectation_check', 'preventive_measure']
  .map(
    (table) => `update ${table} f set landlord_ref = '00000000-0000-0000-0000-000000000000'
  from agreement a where a.id = f.agreement_ref and a.shown_to is null;`,
  )
  .join('\n')}
`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
