// SPDX-License-Identifier: MPL-2.0
export default async function teardown() {
  await globalThis.stopTestStack();
  // A Kafka client that was stopped in the middle of joining tries for ever: it must not keep a finished run from ending.
  setTimeout(() => {
    console.error('A test left something open; the run is ended.');
    process.exit();
  }, 10_000).unref();
}
