import { unavailable } from '../../../libs/errors/index.js';
import type { QuotaOwner } from '../ports.js';

interface Shares {
  /** For one address at one domain. */
  readonly address: number;
  /** For one domain. */
  readonly domain: number;
  readonly all: number;
}

export interface SlotLimits {
  /** How many are examined at once. */
  readonly running: Shares;
  /** How many wait, kept as they were posted. */
  readonly waiting: Shares;
}

const LIMITS: SlotLimits = {
  running: { address: 2, domain: 4, all: 16 },
  waiting: { address: 32, domain: 64, all: 256 },
};

/**
 * Slots in which messages of providers are examined. Each domain has a share of the slots, and each address a share
 * of its domain's. Waiting domains take turns, and within a domain its addresses. A flood delays nobody else, and uses
 * only as much memory as its slots.
 */
export interface Slots {
  /** @throws GatepostError UNAVAILABLE if too many wait, or the caller has gone */
  run<T>(owner: QuotaOwner, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

/** Creates slots, all free. */
export function createSlots(limits: SlotLimits = LIMITS): Slots {
  const running = counts(limits.running);
  const waiting = counts(limits.waiting);
  /** Waiting work by domain and address. The one whose turn is next comes first. */
  const lines = new Map<string, Map<string, Set<() => void>>>();

  /** After one slot was given back, admits at most one waiting message. */
  function admitNext(): void {
    for (const [domain, byAddress] of lines) {
      for (const [address, line] of byAddress) {
        const [admit] = line;
        if (admit === undefined || !running.hasRoom({ domain, address })) continue;
        // Moves both to the end, behind those that have waited longer.
        lines.delete(domain);
        lines.set(domain, byAddress);
        byAddress.delete(address);
        byAddress.set(address, line);
        admit();
        return;
      }
    }
  }

  function wait(owner: QuotaOwner, signal: AbortSignal): Promise<void> {
    if (!waiting.hasRoom(owner)) throw unavailable('too many SAML messages at once: try again');
    waiting.add(owner, 1);
    const { domain, address } = owner;
    const byAddress = lines.get(domain) ?? new Map<string, Set<() => void>>();
    const line = byAddress.get(address) ?? new Set();
    lines.set(domain, byAddress.set(address, line));
    return new Promise((resolve, reject) => {
      const out = () => {
        line.delete(admit);
        if (line.size === 0) byAddress.delete(address);
        if (byAddress.size === 0) lines.delete(domain);
        waiting.add(owner, -1);
        signal.removeEventListener('abort', give);
      };
      const admit = () => {
        out();
        running.add(owner, 1);
        resolve();
      };
      const give = () => {
        out();
        reject(unavailable('the caller has gone'));
      };
      line.add(admit);
      signal.addEventListener('abort', give);
    });
  }

  return {
    async run(owner, signal, work) {
      if (signal.aborted) throw unavailable('the caller has gone');
      if (running.hasRoom(owner)) running.add(owner, 1);
      else await wait(owner, signal);
      try {
        return await work();
      } finally {
        running.add(owner, -1);
        admitNext();
      }
    },
  };
}

/** Counts slots: of each address at a domain, of each domain, and in total. */
function counts(limits: Shares) {
  const held = new Map<string, number>();
  const sharesOf = ({ domain, address }: QuotaOwner): readonly (readonly [string, number])[] => [
    [`${domain} ${address}`, limits.address],
    [domain, limits.domain],
    ['', limits.all],
  ];
  return {
    hasRoom: (owner: QuotaOwner) =>
      sharesOf(owner).every(([share, most]) => (held.get(share) ?? 0) < most),
    add(owner: QuotaOwner, count: 1 | -1): void {
      for (const [share] of sharesOf(owner)) {
        const now = (held.get(share) ?? 0) + count;
        if (now === 0) held.delete(share);
        else held.set(share, now);
      }
    },
  };
}
