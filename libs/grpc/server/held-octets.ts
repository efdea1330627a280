import type { Identity } from '../../certificates/identity-uri.js';
import { resourceExhausted } from '../../errors/index.js';

/**
 * The octets that the messages of one call hold, from when a length is known until the message is
 * done.
 */
export interface Holding {
  /** @throws GatepostError RESOURCE_EXHAUSTED if other messages leave no room */
  hold(octets: number): void;
  release(octets: number): void;
  /** Called when the call is over. */
  releaseAll(): void;
}

/** Limits the octets of requests that a server holds at once. */
export interface HeldOctets {
  for(caller: Identity): Holding;
}

/**
 * @param options.perRole for all callers of a role together
 * @param options.perCaller the part of these that one caller may hold
 */
export function createHeldOctets(options: { perRole: number; perCaller: number }): HeldOctets {
  const held = new Map<string, number>();
  const add = (key: string, octets: number) => {
    const now = (held.get(key) ?? 0) + octets;
    if (now === 0) held.delete(key);
    else held.set(key, now);
  };
  return {
    for({ role, uri }) {
      let own = 0;
      const move = (octets: number) => {
        own += octets;
        add(role, octets);
        add(uri, octets);
      };
      return {
        hold(octets) {
          if ((held.get(uri) ?? 0) + octets > options.perCaller) {
            throw resourceExhausted('the requests of this caller hold too many octets at once');
          }
          if ((held.get(role) ?? 0) + octets > options.perRole) {
            throw resourceExhausted('the requests being read hold too many octets at once');
          }
          move(octets);
        },
        release: (octets) => move(-Math.min(octets, own)),
        releaseAll: () => move(-own),
      };
    },
  };
}
