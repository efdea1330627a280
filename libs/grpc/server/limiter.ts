import type { Identity } from '../../certificates/identity-uri.js';
import { unavailable } from '../../errors/index.js';
import type { Domains } from '../access/domains.js';

/** A fixed number of slots. A call that finds none free is refused, not queued. */
export interface Limiter {
  /** Takes a slot. The function returned releases it, once. @throws GatepostError UNAVAILABLE */
  enter(): () => void;
}

/** The same number of slots for each key. A key that holds none takes no memory. */
interface KeyedLimiter {
  /** @throws GatepostError UNAVAILABLE */
  enter(key: string): () => void;
}

/**
 * @param options.what names the slots in the error
 * @param options.onChange is called with +1 and -1
 */
function createKeyedLimiter(options: {
  slots: number;
  what: string;
  onChange?: ((change: 1 | -1) => void) | undefined;
}): KeyedLimiter {
  const { slots, what, onChange } = options;
  const taken = new Map<string, number>();
  return {
    enter(key) {
      const before = taken.get(key) ?? 0;
      // UNAVAILABLE, not RESOURCE_EXHAUSTED: another replica may have a slot.
      if (before >= slots) throw unavailable(`too many ${what} at once`);
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
 * Slots per role, of which each caller and each domain may hold only a share. So administrators
 * take nothing from front-ends, and one domain or one front-end leaves slots for the others.
 */
export interface SharedLimiter {
  /** The slots of a caller and its role. */
  for(caller: Identity): Limiter;
  /**
   * The slots of one domain for callers of one role. A request that touches several domains takes
   * none.
   */
  forDomain(caller: Identity, domains: Domains): Limiter;
}

/**
 * Shares slots among roles, callers and domains.
 * @param options.what names the slots in errors
 */
export function createSharedLimiter(options: {
  /** For each role. */
  slots: number;
  /** How many of a role's slots one caller may hold. */
  perCaller: number;
  /** How many of a role's slots one domain may hold; absent: no limit. */
  perDomain?: number;
  what: string;
  onChange?: (change: 1 | -1) => void;
}): SharedLimiter {
  const { slots, perCaller, perDomain = slots, what, onChange } = options;
  const roles = createKeyedLimiter({ slots, what, onChange });
  const callers = createKeyedLimiter({ slots: perCaller, what: `${what} of one caller` });
  const domains = createKeyedLimiter({ slots: perDomain, what: `${what} for one domain` });
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

/** Takes both slots, or neither. */
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

/** For a call that already has its slot. */
export const UNLIMITED: Limiter = { enter: () => () => {} };
