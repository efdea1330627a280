import type { Identity } from '../../certificates/identity-uri.js';
import { unavailable } from '../../errors/index.js';

/** A number of places; whoever finds none is turned away, not queued. */
export interface Limiter {
  /** Takes a place; returns what gives it back, once. @throws GatepostError UNAVAILABLE */
  enter(): () => void;
}

/** `what` is named to who is turned away; `onChange` hears +1 and -1. */
export function createLimiter(options: {
  places: number;
  what: string;
  onChange?: (change: 1 | -1) => void;
}): Limiter {
  const { places, what, onChange } = options;
  let taken = 0;
  return {
    enter() {
      // UNAVAILABLE, not RESOURCE_EXHAUSTED: another replica may well have a place.
      if (taken >= places) throw unavailable(`too many ${what} at once`);
      taken += 1;
      onChange?.(1);
      let inside = true;
      return () => {
        if (!inside) return;
        inside = false;
        taken -= 1;
        onChange?.(-1);
      };
    },
  };
}

/**
 * Places of which each caller holds at most a share, and each role has as many as the others: what
 * administrators open takes nothing from front-ends.
 */
export interface SharedLimiter {
  for(caller: Identity): Limiter;
}

export function createSharedLimiter(options: {
  /** Of each role. */
  places: number;
  /** Of these, by one caller; absent: any number. */
  perCaller?: number;
  what: string;
  onChange?: (change: 1 | -1) => void;
}): SharedLimiter {
  const { perCaller, what } = options;
  const roles = new Map<string, Limiter>();
  // Callers have entries in the allow-list, or certificates of our authority: they are not many.
  const callers = new Map<string, Limiter>();
  const kept = (map: Map<string, Limiter>, key: string, make: () => Limiter) => {
    const limiter = map.get(key) ?? make();
    map.set(key, limiter);
    return limiter;
  };
  return {
    for({ role, uri }) {
      const all = kept(roles, role, () => createLimiter(options));
      if (perCaller === undefined) return all;
      const own = kept(callers, uri, () =>
        createLimiter({ places: perCaller, what: `${what} of one caller` }),
      );
      return { enter: () => enterBoth(own, all) };
    },
  };
}

function enterBoth(own: Limiter, all: Limiter): () => void {
  const leaveOwn = own.enter();
  try {
    const leaveAll = all.enter();
    return () => {
      leaveAll();
      leaveOwn();
    };
  } catch (error) {
    leaveOwn();
    throw error;
  }
}

/** For what has its place already. */
export const UNLIMITED: Limiter = { enter: () => () => {} };
