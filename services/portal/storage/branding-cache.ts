import type { Clock } from '../../../libs/clock/index.js';
import type { Branding } from '../ports/branding.js';

const FRESH_MS = 5_000;
/** The most domains that are cached, as strangers can name any domain. */
const MOST = 1_000;

/** Reads a domain's branding at most every five seconds. If it cannot be read, pages are plain. */
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
