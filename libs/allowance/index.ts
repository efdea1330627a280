/** What one client may cost before it has shown who it is: at once, and by the second. */
export interface AllowanceLimits {
  readonly atOnce: number;
  readonly perSecond: number;
  /** Clients that are remembered; of more, those that came longest ago are forgotten. */
  readonly clients: number;
}

/**
 * A bucket for each client, which fills again with time. A bound of one replica's work, not a count of failures: it
 * keeps nothing that has to outlive the process.
 */
export interface Allowance {
  /**
   * Takes a cost; false, and nothing taken, where too little is left.
   * @param client a network as libs/names counts it, or a text of the caller's own that has one in it
   */
  take(client: string, cost: number): boolean;
  giveBack(client: string, cost: number): void;
}

/** @param now ms since the epoch */
export function createAllowance(now: () => number, limits: AllowanceLimits): Allowance {
  /** The one used last stands last. */
  const buckets = new Map<string, { readonly left: number; readonly at: number }>();

  function leftOf(client: string): number {
    const bucket = buckets.get(client);
    if (bucket === undefined) return limits.atOnce;
    const passed = Math.max(0, now() - bucket.at) / 1000;
    return Math.min(limits.atOnce, bucket.left + passed * limits.perSecond);
  }

  function keep(client: string, left: number): void {
    buckets.delete(client);
    // A full one is as good as none.
    if (left < limits.atOnce) buckets.set(client, { left, at: now() });
    if (buckets.size <= limits.clients) return;
    const [oldest] = buckets.keys();
    if (oldest !== undefined) buckets.delete(oldest);
  }

  return {
    take(client, cost) {
      const left = leftOf(client);
      if (left < cost) return false;
      keep(client, left - cost);
      return true;
    },
    giveBack(client, cost) {
      keep(client, Math.min(limits.atOnce, leftOf(client) + cost));
    },
  };
}
