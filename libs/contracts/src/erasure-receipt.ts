// SPDX-License-Identifier: MPL-2.0
import { Reference, Whole } from './fields.js';

/** A service has forgotten what could point at an erased citizen. One topic of each service that hears of erasures. */
export class ErasureReceipt {
  @Reference()
  citizenRef: string;

  /** Cases and figures of which something was taken away. */
  @Whole(0, 1_000_000)
  scrubbed: number;
}
