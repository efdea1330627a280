import type { RecordedLogin } from '../core/replay.js';

/** Decisions at or after a time, of one domain or of all. */
export interface LoginsWanted {
  /** ms since the epoch */
  readonly since: number;
  readonly domain: string | undefined;
}

/** The record of decisions. */
export interface History {
  /** Events of people who disowned a sign-in, in pages. An erased event is empty. */
  disowned(wanted: LoginsWanted): AsyncIterable<readonly Uint8Array[]>;
  /** Login events, newest first, in pages. An erased event is empty. */
  logins(wanted: LoginsWanted): AsyncIterable<readonly Uint8Array[]>;
  /** The approximate number of logins; 0 if unknown. */
  count(wanted: LoginsWanted): Promise<number>;
  /** One decision of an account. Undefined if the record does not hold it or it was erased. */
  find(wanted: {
    readonly account: string;
    readonly decisionId: string;
  }): Promise<RecordedLogin | undefined>;
}
