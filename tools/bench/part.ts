// SPDX-License-Identifier: MPL-2.0
import type { Result } from './figures.ts';
import type { System } from './system.ts';

export interface Options {
  /** Per measured turn. */
  seconds: number;
  rounds: number;
  /** A smoke test: everything tiny, figures mean nothing. */
  quick: boolean;
  /** All four services run in every part; otherwise those that the part needs. */
  whole: boolean;
  /** Another turn of the command with no broker, so that the relay rests. */
  noRelay: boolean;
  /** Write a CPU profile of the service. */
  profile: boolean;
  /** Cases of the lists. */
  cases: number;
  /** Of the whole path: each sends its next report as soon as the last one is answered. */
  users: number;
  say(line: string): void;
}

/** What is measured on a system that runs, without services. */
export type Part = (system: System, options: Options) => Promise<Result[]>;
