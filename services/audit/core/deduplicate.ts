import type { Conflict } from './conflict.js';

/** An event to be recorded. */
export interface Candidate {
  readonly source: string;
  readonly sequence: number;
  readonly id: string;
  readonly bytes: Buffer;
}

/** An event that is already recorded, without its bytes if they were erased. */
export interface StoredEvent {
  readonly index: number;
  readonly id: string;
  readonly bytes: Buffer | undefined;
}

export interface Deduplicated<C extends Candidate> {
  /** New events, in the order of their leaves. */
  readonly fresh: readonly C[];
  /** Already recorded under another number of the same source. */
  readonly renumbered: readonly { readonly candidate: C; readonly index: number }[];
  /** The conflict of each batch, if any. Nothing of a batch with a conflict is recorded. */
  readonly conflicts: readonly (Conflict | undefined)[];
}

/**
 * Separates new events from those already recorded, in this write or an earlier one, and from conflicting ones.
 * `byNumber` holds what is recorded under the candidates' numbers (see numberKey).
 */
export function deduplicate<C extends Candidate>(
  batches: readonly (readonly C[])[],
  recorded: {
    readonly size: number;
    readonly byNumber: ReadonlyMap<string, StoredEvent>;
    readonly byId: ReadonlyMap<string, StoredEvent>;
  },
): Deduplicated<C> {
  const fresh: C[] = [];
  const renumbered: { candidate: C; index: number }[] = [];
  const byNumber = new Map(recorded.byNumber);
  const byId = new Map(recorded.byId);

  const conflicts = batches.map((batch): Conflict | undefined => {
    // Kept aside until the whole batch is known to have no conflict.
    const added = new Map<string, StoredEvent & { candidate: C }>();
    const renamed: { candidate: C; index: number }[] = [];
    for (const candidate of batch) {
      const { source, sequence, id, bytes } = candidate;
      const numbered = byNumber.get(numberKey(candidate));
      const known = numbered ?? byId.get(id) ?? added.get(id);
      if (known === undefined) {
        const index = recorded.size + fresh.length + added.size;
        added.set(id, { candidate, index, id, bytes });
      } else if (!isSame(known, candidate, { byNumber: numbered !== undefined })) {
        const taken = numbered === undefined ? 'id' : 'number';
        return { source, sequence, eventId: id, taken, index: known.index };
      } else if (numbered === undefined) {
        renamed.push({ candidate, index: known.index });
      }
    }
    for (const [id, { candidate, index, bytes }] of added) {
      fresh.push(candidate);
      byId.set(id, { index, id, bytes });
      byNumber.set(numberKey(candidate), { index, id, bytes });
    }
    for (const { candidate, index } of renamed) {
      renumbered.push({ candidate, index });
      byNumber.set(numberKey(candidate), { ...candidate, index });
    }
    return undefined;
  });
  return { fresh, renumbered, conflicts };
}

/**
 * An erased event only has its id and number left. Both together identify a repetition; the id alone could belong to
 * another event.
 */
function isSame(stored: StoredEvent, candidate: Candidate, found: { byNumber: boolean }): boolean {
  if (stored.id !== candidate.id) return false;
  return stored.bytes === undefined ? found.byNumber : stored.bytes.equals(candidate.bytes);
}

/** The source and number of an event as one key of a map. */
export function numberKey({ source, sequence }: { source: string; sequence: number }): string {
  return `${sequence} ${source}`;
}
