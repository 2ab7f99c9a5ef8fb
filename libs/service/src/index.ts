// SPDX-License-Identifier: MPL-2.0
export { Answers, AnswersAll, AnswersHistory, AnswersPage } from './answers.js';
export { API_VERSION } from './api-version.js';
export { Allow, type Allowed, Public, RateLimit, type Route, routesOf } from './auth.js';
export { ClientGone, Cmd } from './command.js';
export { BootError, type Environment, Flag, List, loadConfig, Secret, ServiceConfig } from './config.js';
export { CsvBody, TakesCsv } from './csv-body.js';
export { DeadlineStepView, ExtendDeadline, PauseDeadline, ResumeDeadline } from './deadline-course.dto.js';
export * from './document-answer.js';
export { FileBody, TakesFile } from './file-body.js';
export { FreeText } from './free-text.js';
export { handOvers } from './hand-over.controller.js';
export {
  contentsOf,
  Does,
  type KindOfService,
  type RuleOfRoute,
  refusalsOf,
  ruleBooksOf,
  ruleOfRoute,
} from './kinds.js';
export { KnownStaffConsumer } from './known-staff.consumer.js';
export { ServiceLogger } from './logging.js';
export { openApiDocument } from './openapi.js';
export { HandOverCase, NewOwner, OwnedQuery, OwnerView, ownerView } from './owned.dto.js';
export { NumberedQuery, PageQuery } from './page-query.dto.js';
export type { ProblemDetails, TextedFieldError } from './problem-details.js';
export type { RequestContext, SaidOfPerson } from './request.js';
export { RowErrorsQuery, RowErrorView } from './row-errors.dto.js';
export { AnswersRowErrors, RowErrors, type RowFault } from './row-errors.js';
export {
  describeService,
  type RunningService,
  runService,
  startService,
} from './run-service.js';
export type { ServiceDefinition } from './service-definition.js';
export { Sortable } from './sortable.js';
export { StrikeFact } from './strike.dto.js';
export { TakesCpr } from './takes-cpr.js';
export { type ThreadFile, Threads, threadFile } from './threads.js';
export { RefusedActionView, ShownText } from './views.dto.js';
export { WholeNumber } from './whole-number.js';
