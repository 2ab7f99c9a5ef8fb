// SPDX-License-Identifier: MPL-2.0
export type Language = 'da' | 'en';
/** The same words in both languages. */
export type Text = Readonly<Record<Language, string>>;
