// SPDX-License-Identifier: MPL-2.0

/**
 * Repeats `attempt` until it does not throw, and answers with its value; after `ms` the last error is thrown. Waits for
 * what must come to pass; how long it takes is not asserted.
 */
export async function eventually<T>(attempt: () => T | Promise<T>, ms = 20_000): Promise<T> {
  for (const end = Date.now() + ms; ; ) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}
