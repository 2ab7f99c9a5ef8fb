// SPDX-License-Identifier: MPL-2.0
import type { KindOfService } from '#service';

export const kinds: readonly KindOfService[] = [];
