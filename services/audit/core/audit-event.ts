/** Who had something erased. */
export interface Eraser {
  /** SPIFFE URI of the certificate. */
  readonly certificate: string;
  /** The person behind it; may be empty. */
  readonly onBehalfOf: string;
  readonly comment: string;
}

/** What this service has to say of the record itself. */
export type AuditEvent =
  | {
      /**
       * Payloads left the record. An account is not named: what is erased is not to be told again
       * by the event that says so.
       */
      readonly kind: 'erased';
      readonly cause: 'account' | 'age' | 'size';
      /** Where all that was erased is of one domain. */
      readonly domain: string | undefined;
      readonly count: number;
      /** `3-5,9` */
      readonly indexes: string;
      readonly eraser: Eraser | undefined;
    }
  | {
      /** Numbers of a source that did not come. */
      readonly kind: 'numbers-missing';
      readonly source: string;
      readonly first: number;
      readonly last: number;
    }
  | {
      /** An event was refused, because another has its number or its id. */
      readonly kind: 'event-refused';
      readonly source: string;
      readonly sequence: number;
      readonly eventId: string;
      readonly taken: 'number' | 'id';
      readonly index: number;
    }
  | {
      /** The tree is not the one that was signed at this size. */
      readonly kind: 'tree-changed';
      readonly size: number;
    };
