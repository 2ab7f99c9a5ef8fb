// SPDX-License-Identifier: MPL-2.0
import type { CaseKind } from '#persistence';
import { PropertyImportRow } from './property-import.entity.js';
import { propertyImportRules } from './property-import.js';

/** An errand of this service's own: nobody else is told. */
export const propertyImportKind: CaseKind<PropertyImportRow, 'changed'> = {
  name: 'property-import',
  path: '/v1/property-imports',
  entity: PropertyImportRow,
  auditReads: false,
  told: propertyImportRules.told,
  messages: () => [],
};

/** With the first of what is wrong. */
export const propertyImportWithErrors: typeof propertyImportKind = {
  ...propertyImportKind,
  facts: `jsonb_build_object('errors', (select coalesce(jsonb_agg(e), '[]') from (
    select row, column_name as "column", code from property_import_error
     where import_ref = c.id order by row, column_name, code limit 100) e))`,
};
