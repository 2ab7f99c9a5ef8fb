// SPDX-License-Identifier: MPL-2.0

/** Asks Jest's global set-up (test/setup.mjs) for a part of the stack; the first to ask has it started. */
export async function askStack<Answer>(part: string, query: Record<string, string> = {}): Promise<Answer> {
  const stack = process.env.INDGANG_TEST_STACK;
  if (!stack) throw new Error('No test stack: run the test with Jest and this repository’s jest.config.mjs.');
  const answer = await fetch(`${stack}/${part}?${new URLSearchParams(query)}`);
  if (!answer.ok) throw new Error(`The test stack cannot give ${part}: ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

/**
 * For a spec that starts services as processes: they run what was compiled.
 * @throws Error when the sources were changed since
 */
export async function requireBuild(): Promise<void> {
  await askStack('build');
}
