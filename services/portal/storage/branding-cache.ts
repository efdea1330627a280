import type { Branding, Clock } from '../ports.js';

const FRESH_MS = 5_000;
/** Strangers name domains: no more than that are remembered. */
const MOST = 1_000;

/** Reads a domain's branding at most every five seconds; a failure to read is a plain page. */
export function cacheBranding(parts: {
  read: (domain: string) => Promise<Branding | undefined>;
  clock: Clock;
}): (domain: string) => Promise<Branding | undefined> {
  const { read, clock } = parts;
  const known = new Map<string, { at: number; branding: Promise<Branding | undefined> }>();
  return (domain) => {
    const found = known.get(domain);
    if (found !== undefined && clock.now() - found.at < FRESH_MS) return found.branding;
    if (known.size >= MOST) known.clear();
    const branding = read(domain).catch(() => undefined);
    known.set(domain, { at: clock.now(), branding });
    return branding;
  };
}
