// SPDX-License-Identifier: MPL-2.0
import type { Type } from '@nestjs/common';
import type { DatabaseOptions, Migration } from '#persistence';
import type { ContentStore } from '#storage';
import type { ServiceConfig } from './config.js';
import type { KindOfService } from './kinds.js';

/** All there is to say of a service: who starts, describes or tests it needs no more. */
export interface ServiceDefinition<Config extends ServiceConfig = ServiceConfig> {
  /** As in topics, roles and addresses; also the name of its schema. */
  name: string;
  module: Type;
  config: new () => Config;
  migrations: readonly Migration[];
  /** Its list of kinds, `kinds.ts`. */
  kinds: readonly KindOfService[];
  /** Where the files lie that it keeps, if any; given to whoever asks for a `ContentStore`. */
  store?(config: Config): ContentStore;
  /** Tables beside those of its kinds. */
  entities?: DatabaseOptions['entities'];
}
