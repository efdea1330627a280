import { unavailable } from '../../../libs/errors/index.js';

export interface PlaceLimits {
  /** Looked at at once: of one domain, and of all. */
  readonly running: { readonly domain: number; readonly all: number };
  /** Kept waiting, as they were posted: of one domain, and of all. */
  readonly waiting: { readonly domain: number; readonly all: number };
}

const LIMITS: PlaceLimits = {
  running: { domain: 4, all: 16 },
  waiting: { domain: 64, all: 256 },
};

/**
 * Places in which responses are looked at. A domain has a share of them, and domains that wait take turns: a flood at
 * one does not keep another waiting, and holds no more memory than its places.
 */
export interface Places {
  /** @throws GatepostError UNAVAILABLE where too many wait, or the caller has gone */
  run<T>(domain: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

/** Places that are all free. */
export function createPlaces(limits: PlaceLimits = LIMITS): Places {
  const running = new Map<string, number>();
  /** By domain, the one whose turn is next first. */
  const lines = new Map<string, Set<() => void>>();
  let all = 0;
  let waiting = 0;

  const isFree = (domain: string) =>
    all < limits.running.all && (running.get(domain) ?? 0) < limits.running.domain;

  function enter(domain: string): void {
    all += 1;
    running.set(domain, (running.get(domain) ?? 0) + 1);
  }

  function leave(domain: string): void {
    all -= 1;
    const left = (running.get(domain) ?? 1) - 1;
    if (left === 0) running.delete(domain);
    else running.set(domain, left);
    for (const [next, line] of lines) {
      if (!isFree(next)) continue;
      const [first] = line;
      if (first === undefined) continue;
      // To the end of the round, behind the domains that have waited longer.
      lines.delete(next);
      lines.set(next, line);
      first();
      return;
    }
  }

  function wait(domain: string, signal: AbortSignal): Promise<void> {
    const line = lines.get(domain) ?? new Set();
    if (line.size >= limits.waiting.domain || waiting >= limits.waiting.all) {
      throw unavailable('too many SAML responses at once: try again');
    }
    lines.set(domain, line);
    waiting += 1;
    return new Promise((resolve, reject) => {
      const out = () => {
        line.delete(admit);
        if (line.size === 0) lines.delete(domain);
        waiting -= 1;
        signal.removeEventListener('abort', give);
      };
      const admit = () => {
        out();
        enter(domain);
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
    async run(domain, signal, work) {
      if (signal.aborted) throw unavailable('the caller has gone');
      if (isFree(domain)) enter(domain);
      else await wait(domain, signal);
      try {
        return await work();
      } finally {
        leave(domain);
      }
    },
  };
}
