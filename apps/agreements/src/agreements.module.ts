// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { AgreementModule } from './agreement/agreement.module.js';
import { DwellingModule } from './dwelling/dwelling.module.js';
import { EntryPointModule } from './entry-point/entry-point.module.js';
import { LandlordModule } from './landlord/landlord.module.js';
import { PropertyModule } from './property/property.module.js';
import { PropertyImportModule } from './property-import/property-import.module.js';

@Module({
  imports: [LandlordModule, PropertyModule, DwellingModule, PropertyImportModule, AgreementModule, EntryPointModule],
})
export class AgreementsModule {}
