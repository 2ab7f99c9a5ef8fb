// SPDX-License-Identifier: MPL-2.0
import type { CaseKind } from '#persistence';
import { PreventiveMeasureRow } from './preventive-measure.entity.js';
import { preventiveMeasureRules } from './preventive-measure.js';

/** It stays between the parties. */
export const preventiveMeasureKind: CaseKind<PreventiveMeasureRow, 'changed'> = {
  name: 'preventive-measure',
  path: '/v1/preventive-measures',
  entity: PreventiveMeasureRow,
  auditReads: false,
  told: preventiveMeasureRules.told,
  messages: () => [],
};
