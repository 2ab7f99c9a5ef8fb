// SPDX-License-Identifier: MPL-2.0
// Numbers made readable.

/** The smallest value that is not exceeded by the given share of the values; `sorted` ascending. */
export function percentile(sorted: readonly number[] | Float64Array, share: number): number {
  if (sorted.length === 0) return Number.NaN;
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2
    ? sorted[middle]!
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

export interface Percentiles {
  count: number;
  p50: number;
  p95: number;
  p99: number;
}

export function percentiles(values: readonly number[]): Percentiles {
  const sorted = Float64Array.from(values).sort();
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(sorted, share)) as [number, number, number];
  return { count: sorted.length, p50, p95, p99 };
}

export const ms = (value: number): string => `${value.toFixed(value < 100 ? 1 : 0)} ms`;
export const ratio = (value: number): string => value.toFixed(2);

/** One thing that was measured, and what it should be. */
export interface Result {
  what: string;
  value: string;
  target?: string;
  /** Undefined: there is no target. */
  met?: boolean;
}

export function table(results: readonly Result[]): string {
  const rows = [['measured', 'value', 'target', ''], ...results.map(cells)];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const cells = ({ what, value, target, met }: Result): string[] => [
  what,
  value,
  target ?? '',
  met === undefined ? '' : met ? 'met' : 'MISSED',
];
