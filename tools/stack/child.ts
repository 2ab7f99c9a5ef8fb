// SPDX-License-Identifier: MPL-2.0
import { spawn, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A fault the user can cure; shown as a sentence, without a stack trace. */
export class StackError extends Error {}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface Child {
  readonly pid: number;
  /** Settles when the process is gone, for whatever reason. */
  readonly exited: Promise<Exit>;
  /** Sends the signal, and SIGKILL after `patienceMs`; settles when the process is gone. */
  stop(signal?: NodeJS.Signals, patienceMs?: number): Promise<void>;
}

export interface ChildOptions {
  command: string;
  args: readonly string[];
  /** Asked at each start. */
  env?: () => NodeJS.ProcessEnv;
  /** Everything the process writes goes to the end of this file: a pipe that nobody drains would stop it. */
  log: string;
  /** Remembers pid and `mark`, so that the next start finds a process that outlived its launcher. */
  pidFile: string;
  /** An argument only this process has, such as its folder: a pid alone may belong to somebody else by now. */
  mark: string;
  /** What the kernel sends the process when the launcher dies, however it dies (Linux, util-linux). */
  deathSignal: 'TERM' | 'INT' | 'KILL';
  /** More options of `setpriv`, such as another user. */
  setpriv?: readonly string[];
  /** Held for the process's life; a second process on the same lock waits 10 s and exits with `LOCKED`. */
  lock?: string;
  uid?: number;
}

/** Exit code of a process that did not get its lock. */
export const LOCKED = 75;

const has = (command: string) => spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
export const hasSetpriv = has('setpriv');
const hasFlock = has('flock');

/**
 * Starts a process that lives no longer than this one. It leads its own process group: Ctrl-C in the terminal reaches
 * the launcher only, which then stops its children in order.
 */
export function startChild(options: ChildOptions): Child {
  const { command, args, log, pidFile, mark, lock } = options;
  const words = [
    ...(hasSetpriv ? ['setpriv', ...(options.setpriv ?? []), '--pdeathsig', options.deathSignal, '--'] : []),
    ...(lock && hasFlock ? ['flock', '-w', '10', '-E', String(LOCKED), '-F', lock] : []),
    command,
    ...args,
  ];
  for (const file of [log, pidFile]) mkdirSync(dirname(file), { recursive: true });
  const output = openSync(log, 'a');
  const child = spawn(words[0] as string, words.slice(1), {
    detached: true,
    stdio: ['ignore', output, output],
    env: options.env?.() ?? process.env,
    ...(options.uid !== undefined && !hasSetpriv ? { uid: options.uid, gid: options.uid } : {}),
  });
  closeSync(output);
  const pid = child.pid ?? 0;
  if (pid) writeFileSync(pidFile, JSON.stringify({ pid, mark }));
  let gone = false;
  const exited = new Promise<Exit>((resolve) => {
    const done = (exit: Exit) => {
      gone = true;
      if (remembered(pidFile)?.pid === pid) rmSync(pidFile, { force: true });
      resolve(exit);
    };
    child.on('error', () => done({ code: 127, signal: null }));
    child.on('exit', (code, signal) => done({ code, signal }));
  });
  return {
    pid,
    exited,
    async stop(signal = 'SIGTERM', patienceMs = 10_000) {
      if (!gone) child.kill(signal);
      const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
      await exited;
      clearTimeout(timer);
    },
  };
}

function remembered(pidFile: string): { pid: number; mark: string } | undefined {
  try {
    return JSON.parse(readFileSync(pidFile, 'utf8'));
  } catch {
    return undefined;
  }
}

/** The command line of a living process, empty while it dies, or undefined. */
export function commandLine(pid: number): string | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    if (line) return line;
    // A dying process gives back its memory before its ports and locks; only a zombie holds nothing any more.
    return /\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')) ? undefined : '';
  } catch {
    if (process.platform === 'linux') return undefined;
    return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() || undefined;
  }
}

/** Stops what an earlier launcher left behind, if it is still there and really ours. */
export async function stopLeftover(pidFile: string, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  const left = remembered(pidFile);
  if (left) await stopProcess(left.pid, left.mark, signal);
  rmSync(pidFile, { force: true });
}

/** Stops the process `pid` if `mark` is part of its command line; SIGKILL after 10 s. */
export async function stopProcess(pid: number, mark: string, signal: NodeJS.Signals): Promise<void> {
  const isOurs = () => commandLine(pid)?.includes(mark);
  for (const [kind, patienceMs] of [[signal, 10_000] as const, ['SIGKILL', 5_000] as const]) {
    if (!isOurs()) break;
    try {
      process.kill(pid, kind);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
      throw new StackError(`Process ${pid} of an earlier start is still running and belongs to another user: stop it.`);
    }
    for (const end = Date.now() + patienceMs; isOurs() && Date.now() < end; ) await sleep(50);
  }
  for (const end = Date.now() + 5_000; commandLine(pid) === '' && Date.now() < end; ) await sleep(10);
}

/** @throws StackError naming port and setting when something listens there already. */
export async function requireFreePort(port: number, setting: string, what: string): Promise<void> {
  if (!(await isFree(port)))
    throw new StackError(
      `Port ${port} (${what}) is taken: stop what listens there, or set ${setting} to another port.`,
    );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/**
 * Ports of 127.0.0.1 that nobody listens on at the moment; below those that the kernel gives to connections, so that a
 * server that starts later, or again, finds its port still free.
 */
export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  while (found.size < count) {
    const port = randomInt(20_000, 32_000);
    if (await isFree(port)) found.add(port);
  }
  return [...found];
}

/** The end of a log file, for an error message. */
export function tail(file: string, lines = 15): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}
