// SPDX-License-Identifier: MPL-2.0
import TestSequencer from '@jest/test-sequencer';

/** They start whole systems and take minutes: a run that came to them last would end on one worker. */
const LONGEST = ['test/faults.spec.ts', 'test/story.spec.ts', 'test/checks.spec.ts'];

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
