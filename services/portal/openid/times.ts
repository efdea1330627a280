import type { AdapterPayload } from 'oidc-provider';
import type { Clock } from '../../../libs/clock/index.js';

/** Fields of oidc-provider's records that hold times, in seconds since the epoch. */
const TIMES = ['exp', 'iat', 'iiat', 'loginTs', 'authTime'] as const;

/**
 * Converts times of records. oidc-provider uses this machine's clock; stored records use Postgres's, so that a machine
 * whose clock is off reads them correctly.
 */
export interface Times {
  toKeep(payload: AdapterPayload): AdapterPayload;
  asKept(payload: AdapterPayload): AdapterPayload;
}

/** @param here this machine's time, in ms since the epoch */
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
