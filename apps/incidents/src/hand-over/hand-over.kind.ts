// SPDX-License-Identifier: MPL-2.0
// Overdragelse: all that a person has in incidents goes to another.
import { handOverOf } from '#service';
import { rentArrears } from '../rent-arrears/rent-arrears.kind.js';

/** The kinds that somebody has cases of, in the order in which they go over. */
export const ownedKinds = [rentArrears];

export const incidentsHandOver = handOverOf('incidents-hand-over', ownedKinds);
