import type { AdapterPayload } from 'oidc-provider';
import type { Clock } from '../ports.js';

/** Seconds since the epoch, in what oidc-provider keeps. */
const TIMES = ['exp', 'iat', 'iiat', 'loginTs', 'authTime'] as const;

/**
 * oidc-provider reads this machine's clock; what is kept has Postgres's time, so that another machine
 * whose clock is off reads it rightly.
 */
export interface Times {
  toKeep(payload: AdapterPayload): AdapterPayload;
  asKept(payload: AdapterPayload): AdapterPayload;
}

/** @param here this machine's time, ms since the epoch */
export function timesOf(clock: Clock, here: () => number = Date.now): Times {
  const ahead = () => Math.round((clock.now() - here()) / 1000);
  return {
    toKeep: (payload) => shift(payload, ahead()),
    asKept: (payload) => shift(payload, -ahead()),
  };
}

function shift(payload: AdapterPayload, seconds: number): AdapterPayload {
  const shifted: Record<string, unknown> = { ...payload };
  for (const name of TIMES) {
    const at = shifted[name];
    if (typeof at === 'number') shifted[name] = at + seconds;
  }
  return shifted as AdapterPayload;
}
