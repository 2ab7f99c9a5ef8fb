// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { ActionItemModule } from './action-item/action-item.module.js';
import { AgreementModule } from './agreement/agreement.module.js';
import { CoverBookingModule } from './cover-booking/cover-booking.module.js';
import { DwellingModule } from './dwelling/dwelling.module.js';
import { EntryPointModule } from './entry-point/entry-point.module.js';
import { ExpectationCheckModule } from './expectation-check/expectation-check.module.js';
import { KnownCasesModule } from './known-cases/known-cases.module.js';
import { LandlordModule } from './landlord/landlord.module.js';
import { MeetingModule } from './meeting/meeting.module.js';
import { PreventiveMeasureModule } from './preventive-measure/preventive-measure.module.js';
import { PropertyModule } from './property/property.module.js';
import { PropertyImportModule } from './property-import/property-import.module.js';

/** From who the parties are and what they own, over what they agree, to how it goes. */
@Module({
  imports: [
    LandlordModule,
    PropertyModule,
    DwellingModule,
    PropertyImportModule,
    AgreementModule,
    EntryPointModule,
    CoverBookingModule,
    MeetingModule,
    ActionItemModule,
    ExpectationCheckModule,
    PreventiveMeasureModule,
    KnownCasesModule,
  ],
})
export class AgreementsModule {}
