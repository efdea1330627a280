import type { Line } from './lines.js';
import type { SourceRow } from './sources.js';

/**
 * Assigns the source's next numbers to events without one. The tree must be held, so that nobody else assigns the same
 * numbers.
 */
export function assignSequenceNumbers(
  batches: readonly (readonly Line[])[],
  sources: ReadonlyMap<string, SourceRow>,
): readonly (readonly Line[])[] {
  if (!batches.some((batch) => batch.some(isUnnumbered))) return batches;
  const last = new Map<string, number>();
  const take = (source: string) => {
    const known = last.get(source) ?? highestOf(source, batches, sources);
    last.set(source, known + 1);
    return known + 1;
  };
  return batches.map((batch) =>
    batch.map((line) => (isUnnumbered(line) ? { ...line, sequence: take(line.source) } : line)),
  );
}

function isUnnumbered({ sequence }: Line): boolean {
  return sequence === 0;
}

/** The highest number among the recorded events and those in these batches. */
function highestOf(
  source: string,
  batches: readonly (readonly Line[])[],
  sources: ReadonlyMap<string, SourceRow>,
): number {
  const recorded = sources.get(source)?.runs.at(-1)?.last ?? 0;
  const coming = batches.flatMap((batch) => batch.filter((line) => line.source === source));
  return Math.max(recorded, ...coming.map((line) => line.sequence));
}
