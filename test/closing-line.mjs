// SPDX-License-Identifier: MPL-2.0
/** Jest reporter: the very last line of the run is `N passed, N failed`. */
export default class ClosingLine {
  onRunComplete(_contexts, results) {
    // A file that does not load has no failed test but is a failure all the same.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    this.line = `${results.numPassedTests} passed, ${failed} failed`;
    // After the other reporters and the tear-down have written theirs.
    process.once('exit', () => process.stdout.write(`${this.line}\n`));
  }
}
