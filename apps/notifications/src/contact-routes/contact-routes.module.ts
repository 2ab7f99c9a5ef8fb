// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { ContactRoutesConsumer } from './contact-routes.consumer.js';

@Module({ controllers: [ContactRoutesConsumer] })
export class ContactRoutesModule {}
