// SPDX-License-Identifier: MPL-2.0
export default async function teardown() {
  await globalThis.stopTestStack();
}
