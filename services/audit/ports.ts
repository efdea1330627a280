import type { Cosignature } from '../../libs/merkle/index.js';
import type { Account } from '../../libs/names/account.js';
import type { AuditEvent, Repaired, Requester } from './core/audit-event.js';
import type { IndexedEvent } from './core/compare-index.js';
import type { Conflict } from './core/conflict.js';
import type { EventFacts } from './core/facts.js';
import type { Filter } from './core/filter.js';
import type { OwnEventKind } from './core/own-event.js';
import type { Position } from './core/page-token.js';
import type { Group, Tally } from './core/tally.js';

/** An event with its number at its source and its search fields. */
export interface NumberedEvent {
  readonly sequence: number;
  /** The canonical bytes. */
  readonly bytes: Buffer;
  readonly facts: EventFacts;
}

/** Events of one source in ascending order of numbers. All of them are recorded, or none. */
export interface Batch {
  readonly source: string;
  readonly events: readonly NumberedEvent[];
}

/** A recorded event. `event` and `salt` are empty if they were erased. */
export interface RecordedEvent {
  readonly index: number;
  readonly source: string;
  readonly sequence: number;
  readonly event: Buffer;
  readonly salt: Buffer;
  /** In ms since the epoch. */
  readonly recordedAt: number;
}

/** Records events. */
export interface Ledger {
  /**
   * Records the events that are not recorded yet, in the given order, and returns once they are on disk. Undefined if
   * every event of the batch is now recorded. Otherwise returns the conflict, and nothing of the batch was added.
   * Batches that arrive at the same time share transactions.
   */
  append(batch: Batch): Promise<Conflict | undefined>;
}

/** Reads events. */
export interface Events {
  /** Newest first by time, then by index; those after `after`. Erased events are found only by id. */
  find(query: { filter: Filter; after?: Position; limit: number }): Promise<FoundEvent[]>;
  /** The events of an account that its person may see, newest first; those after `after`. */
  findOwn(query: {
    readonly account: Pick<Account, 'name' | 'domain'>;
    readonly kind: OwnEventKind;
    readonly after?: Position;
    readonly limit: number;
  }): Promise<FoundEvent[]>;
  /** The first `limit` matching events by index, from `from` up to but not including `to`. */
  following(query: {
    filter: Filter;
    from: number;
    to: number;
    limit: number;
  }): Promise<RecordedEvent[]>;
  /** An event by id, with its domain if it has one. */
  byId(eventId: string): Promise<(RecordedEvent & { domain: string | undefined }) | undefined>;
  /** By index, from `from` up to but not including `to`, with their leaf hashes. */
  leaves(range: { from: number; to: number }): Promise<RecordedLeaves>;
  /** By index, from `from` up to but not including `to`: each event with its search columns. */
  indexed(range: { from: number; to: number }): Promise<IndexedEvent[]>;
  /** Sources for which the stored numbers, which are used to find gaps, differ from those of their events. */
  miscounted(): Promise<string[]>;
  /** Logins, counted by group. */
  count(query: { filter: Filter; groupBy: Group; atMost: number }): Promise<Tally>;
}

export interface FoundEvent extends RecordedEvent {
  readonly position: Position;
}

export interface RecordedLeaves {
  readonly events: readonly RecordedEvent[];
  readonly hashes: readonly Buffer[];
}

/** What is recorded of a source. */
export interface SourceState {
  readonly source: string;
  /** Every number up to this one is recorded. */
  readonly contiguous: number;
  readonly highest: number;
  /** In ms since the epoch. */
  readonly lastRecordedAt: number;
  /** Missing numbers below the highest, as inclusive ranges; at most the first 100. */
  readonly missing: readonly { readonly first: number; readonly last: number }[];
}

export interface Sources {
  list(): Promise<SourceState[]>;
}

/** The Merkle tree over all leaves. */
export interface Tree {
  /** The number of leaves and the root. */
  head(): Promise<{ size: number; root: Buffer }>;
  size(): Promise<number>;
  /** Root of the first `size` leaves, recomputed from stored hashes. */
  rootAt(size: number): Promise<Buffer>;
  /** Audit path, leaf to root (RFC 6962 section 2.1.1). */
  inclusionPath(index: number, size: number): Promise<Buffer[]>;
  /** Roots of the complete subtrees that the first `size` leaves fall into, largest first. */
  edgeAt(size: number): Promise<Buffer[]>;
  /** RFC 6962 section 2.1.2. */
  consistencyPath(first: number, second: number): Promise<Buffer[]>;
}

export interface PublishedCheckpoint {
  readonly size: number;
  readonly root: Buffer;
  /** As a signed note, with the cosignatures of witnesses. */
  readonly note: string;
  /** In ms since the epoch. */
  readonly publishedAt: number;
}

export interface Checkpoints {
  newest(): Promise<PublishedCheckpoint | undefined>;
  /** By size, starting at `size`. */
  from(size: number, limit: number): Promise<PublishedCheckpoint[]>;
  /** The largest of at most `size`. */
  upTo(size: number): Promise<PublishedCheckpoint | undefined>;
  /** Stores it, unless there already is one of its size. Returns the one that is stored then. */
  publish(checkpoint: PublishedCheckpoint): Promise<PublishedCheckpoint>;
}

/** Signs checkpoints with every key in use. */
export interface Notary {
  /** Reads a checkpoint that a key in use signed; undefined if it is none. */
  open(note: string): { readonly size: number; readonly root: Buffer } | undefined;
  /** @param at.time before the tree was looked at, in ms since the epoch */
  sign(at: { size: number; root: Buffer; time: number }): string;
  /** For auditors to pin, as `name+keyid+base64`. */
  readonly verifierKeys: readonly string[];
}

/** A place out of reach of whoever controls Postgres, where each checkpoint is kept as it was. */
export interface CheckpointArchive {
  /** @throws Error if another checkpoint of that size is there, or it cannot be written */
  write(checkpoint: Pick<PublishedCheckpoint, 'size' | 'note'>): Promise<void>;
}

/** Somebody else who signs that each checkpoint extends the one before (c2sp.org/tlog-witness). */
export interface Witness {
  readonly name: string;
  /**
   * @param request.proof of consistency from `oldSize`, which is what the witness cosigned last, to the checkpoint
   * @returns the witness's verified signature, or the size that it cosigned last if it is not `oldSize`
   * @throws Error if the witness cannot be asked, refuses, or its answer is not its signature on this checkpoint
   */
  cosign(request: {
    readonly oldSize: number;
    readonly proof: readonly Buffer[];
    readonly note: string;
  }): Promise<
    | { readonly kind: 'cosigned'; readonly cosignature: Cosignature }
    | { readonly kind: 'conflict'; readonly size: number }
  >;
}

export interface Cosignatures {
  /** The size of the largest checkpoint that the witness cosigned; 0 if there is none. */
  largestOf(witness: string): Promise<number>;
  store(size: number, cosignature: Cosignature): Promise<void>;
}

/** What this replica signed last, stored outside Postgres. */
export interface LastSigned {
  get(): { readonly size: number; readonly root: Buffer } | undefined;
  /** On disk once it returns. */
  set(signed: { readonly size: number; readonly root: Buffer; readonly note: string }): void;
}

/** Wakes the followers of the record. */
export interface Wake {
  /** Marks the current moment. Call it before reading the record's size. */
  mark(): number;
  /** Resolves when the record may have grown since `mark`, or after `ms`. */
  wait(options: { since: number; ms: number; signal: AbortSignal }): Promise<void>;
}

/** The events to erase. This service's own events are never erased. */
export type Selection =
  | { readonly account: string }
  | { readonly before: number; readonly domain: string }
  | { readonly before: number; readonly notOf: readonly string[] }
  | { readonly oldest: true };

export interface ErasedPart {
  readonly count: number;
  /** The last event looked at: no event up to it is left to erase. Undefined: there was none to look at. */
  readonly last: Position | undefined;
  /** There is no event after `last` to look at. */
  readonly done: boolean;
}

export interface Erasing {
  /**
   * Erases payload, salt and search columns of at most `limit` events, oldest first, and appends the event of the
   * erasure, in one transaction. Looks at a bounded number of events, from `behind` on.
   */
  erase(
    job: { selection: Selection; limit: number; behind?: Position },
    describe: (erased: { indexes: string; count: number }) => AuditEvent,
  ): Promise<ErasedPart>;
  /** Octets of all payloads in the record. */
  payloadOctets(): Promise<number>;
}

/** Alarms that are raised only once, however often and by how many replicas they are seen. */
export interface Alarms {
  refused(conflict: Conflict): Promise<void>;
  /**
   * Compares the missing numbers with the known ones. Numbers missing since before `noticedBefore` get their event,
   * once.
   */
  missing(times: { now: number; noticedBefore: number }): Promise<void>;
  treeChanged(size: number): Promise<void>;
  /** Whether numbers whose event was sent are still missing. */
  stillMissing(): Promise<boolean>;
}

/** A tree that was signed. */
export interface SignedTree {
  readonly size: number;
  readonly root: Buffer;
}

/** Repairs what is derived from the leaves. */
export interface Repairing {
  /** Reads the leaves from the first on, to compare them with what was signed and with the stored subtrees. */
  scan(signed: readonly SignedTree[]): TreeScan;
}

export interface TreeScan {
  /** Reads the next page of leaves. */
  next(): Promise<{
    /** The number of leaves read so far. */
    readonly size: number;
    /** Subtrees found so far that are stored wrong. */
    readonly wrong: number;
    /** The first signed tree that the leaves do not make. */
    readonly differsFrom: SignedTree | undefined;
    /** There are no more leaves. */
    readonly last: boolean;
  }>;
  /**
   * Writes what was found and the event of it, in one transaction. While it holds the tree, so that nothing is appended,
   * it reads no more than a page of leaves.
   * @throws GatepostError UNAVAILABLE if events arrive faster than leaves can be read
   */
  repair(found: {
    /** Indexes of events whose search columns are wrong. */
    readonly searched: readonly number[];
    readonly by: Requester;
  }): Promise<Repaired>;
}
