// SPDX-License-Identifier: MPL-2.0
import TestSequencer from '@jest/test-sequencer';

/**
 * A run that came to them last would end on one worker. Those that mostly wait for processes, the first and the third,
 * stand beside those that compute.
 */
const LONGEST = ['faults', 'fuzz', 'story', 'checks', 'bench', 'races'].map((name) => `test/${name}.spec.ts`);

/** Jest sequencer: the longest files first, then by what Jest has learnt of earlier runs. */
export default class LongestFirst extends TestSequencer {
  sort(tests) {
    const place = ({ path }) => {
      const index = LONGEST.findIndex((name) => path.endsWith(`/${name}`));
      return index < 0 ? LONGEST.length : index;
    };
    return super.sort(tests).toSorted((a, b) => place(a) - place(b));
  }
}
