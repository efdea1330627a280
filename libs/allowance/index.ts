/** What one client may cost before it has shown who it is: at once, and per second. */
export interface AllowanceLimits {
  readonly atOnce: number;
  readonly perSecond: number;
  /** How many clients are remembered. Beyond that, the one used longest ago is forgotten. */
  readonly clients: number;
}

/**
 * A token bucket for each client, which refills with time. It limits the work of one replica and
 * does not count failures: nothing in it has to outlive the process.
 */
export interface Allowance {
  /**
   * Takes a cost. If too little is left, it takes nothing and returns false.
   * @param client a network as libs/names counts it, or a text of the caller's own that contains
   *   one
   */
  take(client: string, cost: number): boolean;
  giveBack(client: string, cost: number): void;
}

/** @param now ms since the epoch */
export function createAllowance(now: () => number, limits: AllowanceLimits): Allowance {
  /** The bucket used last is the last entry. */
  const buckets = new Map<string, { readonly left: number; readonly at: number }>();

  function leftOf(client: string): number {
    const bucket = buckets.get(client);
    if (bucket === undefined) return limits.atOnce;
    const passed = Math.max(0, now() - bucket.at) / 1000;
    return Math.min(limits.atOnce, bucket.left + passed * limits.perSecond);
  }

  function keep(client: string, left: number): void {
    buckets.delete(client);
    // A full bucket need not be stored.
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
