/** The sample below which a `share` of all samples lie; 0 if there are none. */
export function shareOf(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
}
