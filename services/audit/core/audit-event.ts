/** Who asked for an erasure or a repair. */
export interface Requester {
  /** SPIFFE URI of the certificate. */
  readonly certificate: string;
  /** The person behind it; may be empty. */
  readonly onBehalfOf: string;
  readonly comment: string;
}

/** The events of this service about the record itself. */
export type AuditEvent =
  | {
      /** Payloads were erased. The account is not named, because the event must not repeat what was erased. */
      readonly kind: 'erased';
      readonly cause: 'account' | 'age' | 'size';
      /** The domain of all erased events, if they share one. */
      readonly domain: string | undefined;
      readonly count: number;
      /** Ranges such as `3-5,9`. */
      readonly indexes: string;
      readonly eraser: Requester | undefined;
    }
  | {
      /** Numbers of a source that never arrived. */
      readonly kind: 'numbers-missing';
      readonly source: string;
      readonly first: number;
      readonly last: number;
    }
  | {
      /** An event was refused because another one has its number or its id. */
      readonly kind: 'event-refused';
      readonly source: string;
      readonly sequence: number;
      readonly eventId: string;
      readonly taken: 'number' | 'id';
      readonly index: number;
    }
  | {
      /** The tree differs from the one that was signed at this size. */
      readonly kind: 'tree-changed';
      readonly size: number;
    }
  | ({
      /** What is derived from the leaves was computed anew. */
      readonly kind: 'repaired';
      readonly by: Requester;
    } & Repaired);

/** What a repair put right. */
export interface Repaired {
  /** The number of stored subtrees. */
  readonly subtrees: number;
  /** The size or the edge of the tree. */
  readonly tree: boolean;
  /** Sources whose numbers were not those of their events. */
  readonly sources: readonly string[];
  /** The number of events that were searched by something else than they say. */
  readonly searched: number;
}
