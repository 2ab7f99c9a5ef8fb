// SPDX-License-Identifier: MPL-2.0
import { Refusal } from '#domain';
import type { Sql } from '#persistence';
import type { AgreedDwelling, AgreedProperty, ChosenProperty } from './agreement-terms.dto.js';

export const dwellingIsNotRegistered = {
  code: 'dwelling-is-not-in-the-register',
  da: 'Ejendommen eller boligen er ikke i udlejerens register, eller den er fjernet.',
  en: "The property or the dwelling is not in the landlord's register, or was removed from it.",
  source: 'F3',
};

/**
 * The chosen dwellings as they are in the register now: what the parties sign. Later changes of the register do not reach
 * the text.
 * @param landlordRef only this landlord's dwellings can be chosen
 * @returns the properties, or the refusal that names every reference that is not there
 */
export async function chosenDwellings(
  sql: Sql,
  landlordRef: string,
  chosen: readonly ChosenProperty[],
): Promise<AgreedProperty[] | Refusal> {
  const rows = await sql.query<{ property: Omit<AgreedProperty, 'dwellings'>; dwelling: AgreedDwelling }>(
    `select json_strip_nulls(json_build_object('propertyRef', p.id, 'address', p.address, 'bfeNumber', p.bfe_number,
              'bbrId', p.bbr_id, 'dwellingCount', p.dwelling_count)) as property,
            json_strip_nulls(json_build_object('dwellingRef', d.id, 'unit', d.unit, 'type', d.type, 'areaM2', d.area_m2,
              'rooms', d.rooms, 'rentOere', d.rent_oere, 'utilitiesOere', d.utilities_oere,
              'availablePattern', d.available_pattern)) as dwelling
       from property p join dwelling d on d.property_ref = p.id
      where p.landlord_ref = $1 and p.id = any($2::uuid[]) and d.id = any($3::uuid[])
        and p.state = 'ACTIVE' and d.state = 'ACTIVE'`,
    [landlordRef, chosen.map(({ propertyRef }) => propertyRef), chosen.flatMap(({ dwellingRefs }) => dwellingRefs)],
  );
  const found = new Map(rows.map((row) => [`${row.property.propertyRef} ${row.dwelling.dwellingRef}`, row]));
  const faults: Refusal[] = [];
  const properties = chosen.flatMap(({ propertyRef, dwellingRefs }, index): AgreedProperty[] => {
    const own = dwellingRefs.flatMap((dwellingRef, place) => {
      const row = found.get(`${propertyRef} ${dwellingRef}`);
      if (row) return [row];
      const field = `properties/${index}/dwellingRefs/${place}`;
      faults.push(new Refusal(dwellingIsNotRegistered.code, {}, { ...dwellingIsNotRegistered, field }));
      return [];
    });
    const [first] = own;
    return first ? [{ ...first.property, dwellings: own.map(({ dwelling }) => dwelling) }] : [];
  });
  return faults[0]?.among(faults) ?? properties;
}
