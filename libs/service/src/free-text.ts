// SPDX-License-Identifier: MPL-2.0
import { applyDecorators } from '@nestjs/common';
import { ArrayMaxSize, IsArray, IsString, Length, ValidateBy } from 'class-validator';

/** Ten digits that begin with a day and a month, spelt in one or with something between them. */
const CIVIL_REGISTRATION_NUMBER =
  /(^|[^0-9])(0[1-9]|[12][0-9]|3[01])(0[1-9]|1[0-2])[0-9]{2}[^A-Za-z0-9]{0,3}[0-9]{4}([^0-9]|$)/;

/** Does a text hold what can be a civil registration number (CPR)? */
export const holdsCivilRegistrationNumber = (text: string): boolean => CIVIL_REGISTRATION_NUMBER.test(text);

/**
 * What people write in their own words: 1 to `most` characters, not blank, no control characters but line breaks, and
 * nothing that can be a civil registration number, since others read it.
 * @param options.each the field is a list of at most 50 such texts
 */
export const FreeText = (most: number, { each = false } = {}) =>
  applyDecorators(
    ...(each ? [IsArray(), ArrayMaxSize(50)] : []),
    IsString({ each }),
    Length(1, most, { each }),
    ValidateBy(
      {
        name: 'freeText',
        validator: {
          validate: (value) =>
            // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must not be in it
            typeof value !== 'string' || (value.trim() !== '' && !/[\u0000-\u0009\u000b-\u001f\u007f]/.test(value)),
          defaultMessage: () => '$property must not be blank or hold control characters',
        },
      },
      {
        each,
        context: {
          code: 'not-a-text',
          da: 'Teksten må ikke være tom eller indeholde kontroltegn.',
          en: 'The text must not be blank or hold control characters.',
        },
      },
    ),
    ValidateBy(
      {
        name: 'noCivilRegistrationNumber',
        validator: {
          validate: (value) => typeof value !== 'string' || !holdsCivilRegistrationNumber(value),
          defaultMessage: () => '$property must not hold a civil registration number',
        },
      },
      {
        each,
        context: {
          code: 'civil-registration-number',
          da: 'Teksten må ikke indeholde et CPR-nummer.',
          en: 'The text must not hold a civil registration number.',
        },
      },
    ),
  );
