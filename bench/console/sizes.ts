import { domainName } from '../engine/domains.js';

/** How large the installation behind the console is, in one domain and in all. */
export interface Sizes {
  readonly domains: number;
  readonly logins: number;
}

export const SIZES: Sizes = {
  domains: Number(process.env.BENCH_DOMAINS ?? 10_000),
  logins: Number(process.env.BENCH_LOGINS ?? 1_000_000),
};

/** The domain with a fifth of all logins. */
export const LARGE = domainName(0);
/** One of the domains that share the other logins equally. */
export const SMALL = domainName(7);
export const LARGE_ACCOUNTS = 10_000;
/** Of each other domain. */
export const ACCOUNTS = 20;
/** The record begins so long ago. */
export const RECORD_DAYS = 30;
/** The trial of the large domain began so long ago: the time after which it can be ready. */
export const TRIAL_DAYS = 14;
/** The person of the large domain with the most logins. */
export const BUSY = `u0@${LARGE}`;
export const DAY_MS = 86_400_000;
