/** Octets of unproven responses that a client may have looked at: at once, and by the second. */
export interface AllowanceLimits {
  readonly octets: number;
  readonly octetsPerSecond: number;
  /** Clients that are remembered; of more, those that came longest ago are forgotten. */
  readonly clients: number;
}

/** Enough for a person who tries again, and for an office whose provider is set up wrongly. */
export const ALLOWANCE: AllowanceLimits = {
  octets: 4 * 1024 * 1024,
  octetsPerSecond: 16 * 1024,
  clients: 10_000,
};

/**
 * What a response costs before its signature is known to hold is paid for by whoever posts it: a bucket for each
 * domain and address, which fills again with time. What was signed by the domain's provider is given back. A bound
 * of one replica's work, not a count of failures: it keeps nothing that has to outlive the process.
 */
export interface Allowance {
  /** Takes the cost of a response; false, and nothing taken, where too little is left. */
  take(client: Client, octets: number): boolean;
  giveBack(client: Client, octets: number): void;
}

export interface Client {
  readonly domain: string;
  /** An IPv4 address, an IPv6 /64; empty: not known. */
  readonly address: string;
}

/** @param now ms since the epoch */
export function createAllowance(now: () => number, limits: AllowanceLimits = ALLOWANCE): Allowance {
  /** The one used last stands last. */
  const buckets = new Map<string, { readonly left: number; readonly at: number }>();

  function leftOf(key: string): number {
    const bucket = buckets.get(key);
    if (bucket === undefined) return limits.octets;
    const passed = Math.max(0, now() - bucket.at) / 1000;
    return Math.min(limits.octets, bucket.left + passed * limits.octetsPerSecond);
  }

  function keep(key: string, left: number): void {
    buckets.delete(key);
    // A full one is as good as none.
    if (left < limits.octets) buckets.set(key, { left, at: now() });
    if (buckets.size <= limits.clients) return;
    const [oldest] = buckets.keys();
    if (oldest !== undefined) buckets.delete(oldest);
  }

  return {
    take(client, octets) {
      const key = keyOf(client);
      const left = leftOf(key);
      if (left < octets) return false;
      keep(key, left - octets);
      return true;
    },
    giveBack(client, octets) {
      const key = keyOf(client);
      keep(key, Math.min(limits.octets, leftOf(key) + octets));
    },
  };
}

function keyOf({ domain, address }: Client): string {
  return `${domain} ${address}`;
}
