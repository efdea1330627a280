/** Who asked for an erasure. */
export interface Eraser {
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
      readonly eraser: Eraser | undefined;
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
    };
