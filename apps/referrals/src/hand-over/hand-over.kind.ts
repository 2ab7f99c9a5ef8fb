// SPDX-License-Identifier: MPL-2.0
// Overdragelse: all that a person has in referrals goes to another.
import { handOverOf } from '#service';
import { administrationAgreement } from '../administration-agreement/administration-agreement.kind.js';
import { financing } from '../financing/financing.kind.js';
import { tenancy } from '../tenancy/tenancy.kind.js';

/** The kinds that somebody has cases of, in the order in which they go over. */
export const ownedKinds = [tenancy, financing, administrationAgreement];

export const referralsHandOver = handOverOf('referrals-hand-over', ownedKinds);
