// SPDX-License-Identifier: MPL-2.0
// Overdragelse: all that a person has in agreements goes to another.
import { handOverOf } from '#service';
import { actionItem } from '../action-item/action-item.kind.js';

/** The kinds that somebody has cases of, in the order in which they go over. */
export const ownedKinds = [actionItem];

export const agreementsHandOver = handOverOf('agreements-hand-over', ownedKinds);
