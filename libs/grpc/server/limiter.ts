import type { Identity } from '../../certificates/identity-uri.js';
import { unavailable } from '../../errors/index.js';
import type { Domains } from '../access/domains.js';

/** A number of places; whoever finds none is turned away, not queued. */
export interface Limiter {
  /** Takes a place; returns what gives it back, once. @throws GatepostError UNAVAILABLE */
  enter(): () => void;
}

/** As many places for each key; keys that hold none cost nothing. */
interface KeyedLimiter {
  /** @throws GatepostError UNAVAILABLE */
  enter(key: string): () => void;
}

/** `what` is named to who is turned away; `onChange` hears +1 and -1. */
function createKeyedLimiter(options: {
  places: number;
  what: string;
  onChange?: ((change: 1 | -1) => void) | undefined;
}): KeyedLimiter {
  const { places, what, onChange } = options;
  const taken = new Map<string, number>();
  return {
    enter(key) {
      const before = taken.get(key) ?? 0;
      // UNAVAILABLE, not RESOURCE_EXHAUSTED: another replica may well have a place.
      if (before >= places) throw unavailable(`too many ${what} at once`);
      taken.set(key, before + 1);
      onChange?.(1);
      let inside = true;
      return () => {
        if (!inside) return;
        inside = false;
        const left = (taken.get(key) ?? 1) - 1;
        if (left === 0) taken.delete(key);
        else taken.set(key, left);
        onChange?.(-1);
      };
    },
  };
}

/**
 * Places of which each caller and each domain holds at most a share, and each role has as many as
 * the others: what administrators open takes nothing from front-ends, and what one domain or one
 * front-end asks for leaves places to the others.
 */
export interface SharedLimiter {
  /** Of the caller and its role. */
  for(caller: Identity): Limiter;
  /** Of one domain, for callers of one role; a request that touches several takes none. */
  forDomain(caller: Identity, domains: Domains): Limiter;
}

/** Shares places among roles, callers and domains. `what` names the places in errors. */
export function createSharedLimiter(options: {
  /** Of each role. */
  places: number;
  /** Of these, by one caller. */
  perCaller: number;
  /** Of these, for one domain; absent: any number. */
  perDomain?: number;
  what: string;
  onChange?: (change: 1 | -1) => void;
}): SharedLimiter {
  const { places, perCaller, perDomain = places, what, onChange } = options;
  const roles = createKeyedLimiter({ places, what, onChange });
  const callers = createKeyedLimiter({ places: perCaller, what: `${what} of one caller` });
  const domains = createKeyedLimiter({ places: perDomain, what: `${what} for one domain` });
  return {
    for: ({ role, uri }) => ({
      enter: () =>
        enterBoth(
          () => callers.enter(uri),
          () => roles.enter(role),
        ),
    }),
    forDomain({ role }, touched) {
      const [domain, ...others] = typeof touched === 'symbol' ? [] : [touched].flat();
      if (domain === undefined || others.length > 0) return UNLIMITED;
      return { enter: () => domains.enter(`${role} ${domain}`) };
    },
  };
}

/** Both places, or none. */
export function enterBoth(first: () => () => void, second: () => () => void): () => void {
  const leaveFirst = first();
  try {
    const leaveSecond = second();
    return () => {
      leaveSecond();
      leaveFirst();
    };
  } catch (error) {
    leaveFirst();
    throw error;
  }
}

/** For what has its place already. */
export const UNLIMITED: Limiter = { enter: () => () => {} };
