// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { contentsOf, type ServiceDefinition } from '#service';
import { AttachmentCare } from './attachments/attachment-care.flows.js';
import { AttachmentsFlows } from './attachments/attachments.flows.js';
import { KnownTenanciesConsumer } from './heard-tenancies/known-tenancies.consumer.js';
import { IncidentsConfig } from './incidents.config.js';
import { kinds } from './kinds.js';
import { KnownAgreementsConsumer } from './known-agreements/known-agreements.consumer.js';
import { KnownErasuresConsumer } from './known-erasures/known-erasures.consumer.js';
import { KnownLandlordsConsumer } from './known-landlords/known-landlords.consumer.js';
import { KnownStaffConsumer } from './known-staff/known-staff.consumer.js';
import { TenancyFlows } from './known-tenancies/tenancies.flows.js';
import { KnownVacanciesConsumer } from './known-vacancies/known-vacancies.consumer.js';
import { migrations } from './migrations/index.js';
import { ReportsController } from './reports/reports.controller.js';
import { ReportsFlows } from './reports/reports.flows.js';

@Module(
  contentsOf(kinds, {
    controllers: [
      ...[KnownAgreementsConsumer, KnownErasuresConsumer, KnownLandlordsConsumer, KnownStaffConsumer],
      ...[KnownTenanciesConsumer, KnownVacanciesConsumer, ReportsController],
    ],
    providers: [AttachmentCare, AttachmentsFlows, ReportsFlows, TenancyFlows],
  }),
)
class IncidentsModule {}

export const incidents: ServiceDefinition<IncidentsConfig> = {
  name: 'incidents',
  module: IncidentsModule,
  config: IncidentsConfig,
  migrations,
  kinds,
  store: (config) => config.store(),
};
