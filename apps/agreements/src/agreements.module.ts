// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { contentsOf, type ServiceDefinition } from '#service';
import { AgreementModule } from './agreement/agreement.module.js';
import { AgreementsConfig } from './agreements.config.js';
import { CoverBookingModule } from './cover-booking/cover-booking.module.js';
import { entities } from './entities.js';
import { EntryPointModule } from './entry-point/entry-point.module.js';
import { kinds } from './kinds.js';
import { KnownCasesModule } from './known-cases/known-cases.module.js';
import { MeetingModule } from './meeting/meeting.module.js';
import { migrations } from './migrations/index.js';
import { refusals } from './rule-books.js';

/** From who the parties are and what they own, over what they agree, to how it goes. */
@Module({
  imports: [AgreementModule, EntryPointModule, CoverBookingModule, MeetingModule, KnownCasesModule],
  ...contentsOf(kinds),
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
