import type { FailureCode } from './failure.js';

/** The keeper's options, passed as one JSON argument. */
export interface KeeperOptions {
  readonly dataDir: string;
  readonly port?: number;
  readonly settings: Readonly<Record<string, string>>;
}

/** The messages that the keeper sends. */
export type KeeperMessage =
  | { readonly kind: 'ready'; readonly pid: number; readonly port: number }
  | { readonly kind: 'log'; readonly line: string }
  | { readonly kind: 'failed'; readonly code: FailureCode; readonly message: string }
  /** Postgres ended without being asked to. */
  | { readonly kind: 'exited'; readonly message: string };
