/** Who had people reminded, and why. */
export interface RemindedBy {
  readonly actor: string;
  readonly onBehalfOf: string;
  readonly comment: string;
}

/** A person who is reminded once, before the grace period ends. Times are in ms since the epoch. */
export interface Reminder extends RemindedBy {
  /** Canonical. */
  readonly account: string;
  readonly domain: string;
  readonly daysBefore: number;
  readonly askedAt: number;
}

/** When a reminder is due, and when it is looked at next. */
export interface DueReminder {
  readonly account: string;
  readonly dueAt: number;
  readonly lookAt: number;
}

/** Reminders that wait, shared by all replicas. */
export interface Reminders {
  /**
   * Replaces reminders of the same accounts that wait. Records who asked.
   * @throws GatepostError RESOURCE_EXHAUSTED if too many wait in the domain
   */
  begin(
    of: Omit<Reminder, 'account'> & { readonly accounts: readonly DueReminder[] },
  ): Promise<void>;
  /** By account, when a waiting reminder is due. */
  dueAt(accounts: readonly string[]): Promise<ReadonlyMap<string, number>>;
  waiting(domain: string): Promise<number>;
  /** Takes reminders that are to be looked at. For a while no other replica takes them. */
  claim(now: number): Promise<readonly Reminder[]>;
  postpone(of: Reminder, to: Omit<DueReminder, 'account'>): Promise<void>;
  drop(of: Reminder): Promise<void>;
  /** Ends it, and appends the event that causes the mail, in one transaction: there is one event at most. */
  send(of: Reminder, until: number): Promise<void>;
  /** @returns how many waited */
  end(domain: string, by: RemindedBy): Promise<number>;
}
