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

/** For what has its place already. */
export const UNLIMITED: Limiter = { enter: () => () => {} };
