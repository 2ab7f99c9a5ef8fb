// SPDX-License-Identifier: MPL-2.0
import { registerDecorator, type ValidationArguments } from 'class-validator';
import { CASE_KINDS, type CaseKind } from './case-kinds.js';
import { Form, OneOf, Optional, Reference, Whole } from './fields.js';

/** What a subscriber learns of a case's course: it began, something happened, it ended. */
export const STAGES = ['opened', 'changed', 'closed'] as const;
export type Stage = (typeof STAGES)[number];

/**
 * The one body of every public event. Thin on purpose: personal data cannot get in, because there is no field for it
 * (domain.md 9.1). Details are fetched at `href` by those who have read rights.
 */
export class PublicCaseEvent {
  @Reference()
  caseRef: string;

  @OneOf(CASE_KINDS)
  caseKind: CaseKind;

  @OneOf(STAGES)
  stage: Stage;

  /** Version of the case after the fact. */
  @Whole(1, 2_147_483_647)
  version: number;

  /**
   * Only for case kind `agreement`: on any other kind it would tell that a person's case belongs to a social housing
   * agreement (domain.md 9, point 5).
   */
  @Optional()
  @Reference()
  @OnlyForAgreements()
  agreementRef?: string;

  /** Address of the case at its owner, for those with read rights; no query, no token. */
  @Form(
    /^https?:\/\/[A-Za-z0-9._-]{1,253}(:[0-9]{1,5})?(\/[A-Za-z0-9._~-]{1,60}){0,4}\/v1\/[a-z][a-z-]{0,39}\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  )
  href: string;
}

function OnlyForAgreements(): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'onlyForAgreements',
      target: target.constructor,
      propertyName: String(property),
      validator: {
        validate: (_value, args?: ValidationArguments) =>
          (args?.object as PublicCaseEvent | undefined)?.caseKind === 'agreement',
        defaultMessage: () => 'agreementRef is allowed for case kind agreement only',
      },
    });
}

/**
 * The public body of one fact.
 * @param collection path of the kind's collection, e.g. `/v1/rent-arrears`: the store puts the service's address before it
 */
export function publicEvent(
  caseKind: CaseKind,
  collection: string,
  of: { id: string; version: number },
  stage: Stage,
): PublicCaseEvent {
  return {
    caseRef: of.id,
    caseKind,
    stage,
    version: of.version,
    ...(caseKind === 'agreement' && { agreementRef: of.id }),
    href: `${collection}/${of.id}`,
  };
}
