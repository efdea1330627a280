import type { Account } from '../../libs/names/account.js';
import type { AuditEvent } from './core/audit-event.js';
import type { Conflict } from './core/conflict.js';
import type { IndexedEvent } from './core/differs.js';
import type { EventFacts } from './core/facts.js';
import type { Filter } from './core/filter.js';
import type { OwnEventKind } from './core/own-event.js';
import type { Position } from './core/page-token.js';
import type { Group, Tally } from './core/tally.js';

/** An event with its number at its source, and what the record is searched by. */
export interface NumberedEvent {
  readonly sequence: number;
  /** The canonical bytes. */
  readonly bytes: Buffer;
  readonly facts: EventFacts;
}

/** Events of one source, numbers ascending. Recorded all or not at all. */
export interface Batch {
  readonly source: string;
  readonly events: readonly NumberedEvent[];
}

/** An event as recorded; `event` and `salt` are empty where they were erased. */
export interface RecordedEvent {
  readonly index: number;
  readonly source: string;
  readonly sequence: number;
  readonly event: Buffer;
  readonly salt: Buffer;
  /** In ms since the epoch. */
  readonly recordedAt: number;
}

/** Takes events in. */
export interface Ledger {
  /**
   * Records what is not recorded yet, in the order given; returns when it is on disk: undefined if
   * every event of the batch is recorded now, or what it clashes with; then none of it was added.
   * Batches that come at the same time share transactions.
   */
  append(batch: Batch): Promise<Conflict | undefined>;
}

/** Reads events. */
export interface Events {
  /** Newest first by time, then by index; those behind `after`. Erased ones are found by id only. */
  find(query: { filter: Filter; after?: Position; limit: number }): Promise<FoundEvent[]>;
  /** What a person may see of an account's events, newest first; those behind `after`. */
  findOwn(query: {
    readonly account: Pick<Account, 'name' | 'domain'>;
    readonly kind: OwnEventKind;
    readonly after?: Position;
    readonly limit: number;
  }): Promise<FoundEvent[]>;
  /** By index, from `from` to before `to`: the first `limit` that match. */
  following(query: {
    filter: Filter;
    from: number;
    to: number;
    limit: number;
  }): Promise<RecordedEvent[]>;
  /** By id, with the domain where the event has one. */
  byId(eventId: string): Promise<(RecordedEvent & { domain: string | undefined }) | undefined>;
  /** By index, from `from` to before `to`, with their leaf hashes. */
  leaves(range: { from: number; to: number }): Promise<RecordedLeaves>;
  /** By index, from `from` to before `to`: what each is searched by, beside the event itself. */
  indexed(range: { from: number; to: number }): Promise<IndexedEvent[]>;
  /** Sources whose numbers, as kept for finding gaps, are not those of their events. */
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

/** How far a source is recorded. */
export interface SourceState {
  readonly source: string;
  /** Every number up to here is recorded. */
  readonly contiguous: number;
  readonly highest: number;
  /** In ms since the epoch. */
  readonly lastRecordedAt: number;
  /** Numbers up to the highest that are missing, both ends included; the first 100 ranges. */
  readonly missing: readonly { readonly first: number; readonly last: number }[];
}

export interface Sources {
  list(): Promise<SourceState[]>;
}

/** The Merkle tree over all leaves. */
export interface Tree {
  /** How many leaves it has, and their root. */
  head(): Promise<{ size: number; root: Buffer }>;
  size(): Promise<number>;
  /** Root of the first `size` leaves, recomputed from what is stored. */
  rootAt(size: number): Promise<Buffer>;
  /** Audit path, leaf to root (RFC 6962 section 2.1.1). */
  inclusionPath(index: number, size: number): Promise<Buffer[]>;
  /** RFC 6962 section 2.1.2. */
  consistencyPath(first: number, second: number): Promise<Buffer[]>;
}

export interface PublishedCheckpoint {
  readonly size: number;
  readonly root: Buffer;
  /** The signed note. */
  readonly note: string;
  /** In ms since the epoch. */
  readonly publishedAt: number;
}

export interface Checkpoints {
  newest(): Promise<PublishedCheckpoint | undefined>;
  /** By size, from `size` on. */
  from(size: number, limit: number): Promise<PublishedCheckpoint[]>;
  /** Keeps it, unless one of its size is there already; returns the one that is there then. */
  publish(checkpoint: PublishedCheckpoint): Promise<PublishedCheckpoint>;
}

/** Signs checkpoints with every key in use. */
export interface Notary {
  sign(tree: { size: number; root: Buffer }): string;
  /** For auditors to pin: `name+keyid+base64`. */
  readonly verifierKeys: readonly string[];
}

/** What this replica's notary signed last, kept where Postgres does not reach. */
export interface LastSigned {
  get(): { readonly size: number; readonly root: Buffer } | undefined;
  /** On disk when it returns. */
  set(signed: { readonly size: number; readonly root: Buffer; readonly note: string }): void;
}

/** Wakes those who follow the record. */
export interface Wake {
  /** Names this moment: to be asked before the record's size is. */
  mark(): number;
  /** Resolves when the record may have grown since `mark`, after `ms` at the latest. */
  wait(options: { since: number; ms: number; signal: AbortSignal }): Promise<void>;
}

/** Which events to take out of the record. Those of this service are never taken. */
export type Selection =
  | { readonly account: string }
  | { readonly before: number; readonly domain: string }
  | { readonly before: number; readonly notOf: readonly string[] }
  | { readonly oldest: true };

export interface Erasing {
  /**
   * Takes payload, salt and all that was read from them out of at most `limit` events, oldest first,
   * and appends the event that says so, in one transaction. The number, and where it got to.
   */
  erase(
    job: { selection: Selection; limit: number; behind?: Position },
    describe: (erased: { indexes: string; count: number }) => AuditEvent,
  ): Promise<{ count: number; last: Position | undefined }>;
  /** Octets of the events that are in the record. */
  payloadOctets(): Promise<number>;
}

/** What an alarm is raised for once, however often it is seen and by how many replicas. */
export interface Alarms {
  refused(conflict: Conflict): Promise<void>;
  /**
   * Compares the numbers that are missing with those known to be: what has been missing since before
   * `noticedBefore` gets its event, once.
   */
  missing(times: { now: number; noticedBefore: number }): Promise<void>;
  treeChanged(size: number): Promise<void>;
  /** Whether numbers that got their event are missing still. */
  stillMissing(): Promise<boolean>;
}
