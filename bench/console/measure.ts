import { setTimeout as sleep } from 'node:timers/promises';
import { shareOf } from '../factors/shares.js';
import type { Browser } from './browser.js';
import type { BenchedPage, Databases } from './pages.js';

/** What a page took, beside its queries, in ms. */
export interface Measured {
  readonly page: readonly number[];
  readonly queries: readonly number[];
}

/**
 * Asks for a page this many times, one after the other, and runs its queries after each.
 * @throws Error if it is not shown
 */
export async function measurePage(
  of: BenchedPage,
  parts: { readonly browser: Browser; readonly databases: Databases; readonly rounds: number },
): Promise<Measured> {
  const { browser, databases, rounds } = parts;
  const page: number[] = [];
  const queries: number[] = [];
  if (of.once === undefined) await askFor(of, browser);
  for (let n = 0; n < (of.once ? 1 : rounds); n += 1) {
    page.push(await askFor(of, browser));
    if (of.queries === undefined) continue;
    const since = performance.now();
    await of.queries(databases);
    queries.push(performance.now() - since);
  }
  return { page, queries };
}

/** A share of samples in ms, such as `12.3`; empty if there are none. */
export const rounded = (samples: readonly number[], share: number): string =>
  samples.length === 0 ? '' : shareOf(samples, share).toFixed(1);

async function askFor({ path, firstOctets, what }: BenchedPage, browser: Browser): Promise<number> {
  for (;;) {
    const leave = new AbortController();
    const since = performance.now();
    const answer = await browser.open(path, leave.signal);
    const reader = answer.body?.getReader();
    let part = await reader?.read();
    while (part?.done === false && firstOctets !== true) part = await reader?.read();
    const took = performance.now() - since;
    leave.abort();
    if (answer.status === 200) return took;
    if (answer.status !== 429) throw new Error(`${what}: ${path} answered ${answer.status}`);
    // The console limits how often one client asks.
    await sleep(2_000);
  }
}
