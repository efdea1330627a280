import type { CallScope } from '../core/answers.js';

/** The sign-in page. */
export interface Portal {
  /** @returns rows removed */
  purge(account: string, actor: string, call: CallScope): Promise<number>;
}

/** The services that store something about an account. */
export const STORES = ['credential', 'otp', 'passkey', 'saml', 'portal', 'trust-store'] as const;

export type Store = (typeof STORES)[number];

/** The removal of an account from every store. */
export interface Removal {
  readonly account: string;
  readonly actor: string;
  /** ms since the epoch */
  readonly requestedAt: number;
  readonly completedAt: number | undefined;
  readonly waiting: readonly Store[];
  /** Rows removed so far. */
  readonly removed: number;
}

export interface Removals {
  /**
   * Begins a removal. If there is one already, it starts again, because the mailbox may have been created again in
   * between.
   */
  begin(removal: {
    readonly account: string;
    readonly actor: string;
    readonly requestedAt: number;
  }): Promise<Removal>;
  find(account: string): Promise<Removal | undefined>;
  /** Removals due to be tried again. Each is given to one caller at a time. */
  due(now: number): Promise<Removal[]>;
  /** Sets the next try to no earlier than `at`, in ms since the epoch. */
  postpone(removal: Removal, at: number): Promise<void>;
  /** Takes one store off the list, unless the removal was begun again since. The last store completes it. */
  confirm(
    removal: Removal,
    store: Store,
    how: { readonly now: number; readonly removed: number },
  ): Promise<void>;
}
