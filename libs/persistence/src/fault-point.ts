// SPDX-License-Identifier: MPL-2.0

export type FaultPoint = 'after_commit' | 'after_produce' | 'before_remove' | 'after_apply' | 'before_offset';

const [at, nth = '1', how] = (process.env.NODE_ENV === 'production' ? '' : (process.env.FAULT_AT ?? '')).split(':');
let hits = 0;

/**
 * Fault tests only: with `FAULT_AT=<name>[:<nth hit>]` the process kills itself with SIGKILL at that point, as a power
 * cut would; with `FAULT_AT=<name>:<nth hit>:hang` it never gets past it. The one setting read outside the config
 * classes, since it must act where no config is at hand.
 */
export async function faultPoint(name: FaultPoint): Promise<void> {
  if (name !== at || ++hits !== Number(nth)) return;
  if (how === 'hang') await new Promise(() => undefined);
  process.kill(process.pid, 'SIGKILL');
}
