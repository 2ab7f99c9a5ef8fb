// SPDX-License-Identifier: MPL-2.0
export { decodeKafka, type Envelope, encodeKafka, type RawMessage, toStructured } from './cloudevents.js';
export { createKafka, type KafkaSettings, type Logger } from './kafka.js';
export { messageCommand } from './message-command.js';
export { createMessaging, type MessagingOptions } from './messaging.js';
export { type IncomingMessage, OnMessage, type OnMessageOptions } from './on-message.js';
export {
  type PageOf,
  type PageWanted,
  type ParkedMessage,
  ParkedMessages,
  type UnsentMessage,
} from './parked-messages.js';
export { Relay, type RelayOptions } from './relay.js';
export { KafkaStrategy } from './strategy.js';
export { Watchdog } from './watchdog.js';
