// SPDX-License-Identifier: MPL-2.0
import type { ServiceName } from '#contracts/topics';
import type { DemoUserName } from './demo-users.ts';

/** What the story (story.ts) is played with: the public HTTP APIs, as the demo users, and nothing else. */
export interface StoryContext {
  /** `http://127.0.0.1:<port>` of each service. */
  readonly urls: Readonly<Record<ServiceName, string>>;
  token(user: DemoUserName): Promise<string>;
  /** One line for the terminal, after each step. */
  say(line: string): void;
  /** `A1` unless the story is played again in the same system. */
  readonly agreementNo?: string;
}
