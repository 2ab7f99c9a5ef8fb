// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { contentsOf, type ServiceDefinition } from '#service';
import { AgreementsConfig } from './agreements.config.js';
import { DwellingModule } from './dwelling/dwelling.module.js';
import { entities } from './entities.js';
import { EntryPointModule } from './entry-point/entry-point.module.js';
import { ExpectationCheckModule } from './expectation-check/expectation-check.module.js';
import { FiguresModule } from './figures/figures.module.js';
import { kinds } from './kinds.js';
import { KnownCasesConsumer } from './known-cases/known-cases.consumer.js';
import { LandlordModule } from './landlord/landlord.module.js';
import { MeetingModule } from './meeting/meeting.module.js';
import { MeetingsOfAgreements } from './meetings-of-agreements.flows.js';
import { migrations } from './migrations/index.js';
import { PreventiveMeasureModule } from './preventive-measure/preventive-measure.module.js';
import { PropertyModule } from './property/property.module.js';
import { PropertyImportModule } from './property-import/property-import.module.js';
import { refusals } from './rule-books.js';

/** From who the parties are and what they own, over what they agree, to how it goes. */
@Module({
  imports: [
    LandlordModule,
    PropertyModule,
    DwellingModule,
    PropertyImportModule,
    EntryPointModule,
    MeetingModule,
    ExpectationCheckModule,
    PreventiveMeasureModule,
    FiguresModule,
  ],
  ...contentsOf(kinds, { controllers: [KnownCasesConsumer], providers: [MeetingsOfAgreements] }),
})
class AgreementsModule {}

export const agreements: ServiceDefinition<AgreementsConfig> = {
  name: 'agreements',
  module: AgreementsModule,
  config: AgreementsConfig,
  migrations,
  kinds,
  entities,
  refusals,
};
