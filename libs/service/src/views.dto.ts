// SPDX-License-Identifier: MPL-2.0
import type { RefusedAction } from '#domain';

/** A fixed sentence in both languages. */
export class ShownText {
  da: string;
  en: string;
}

/** An action of the caller's role that cannot be done now, and the sentence why not. */
export class RefusedActionView implements RefusedAction {
  action: string;
  /** As in the refusal: the code of a rule. */
  code: string;
  text: ShownText;
}
