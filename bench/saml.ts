import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, Figures } from './bench.js';
import { openLogins } from './saml/logins.js';
import { nodeSaml, ours, type Taker } from './saml/takers.js';

const LOGINS = 200;
const WARM = 40;
const IN_PARALLEL = 8;

export const bench: Bench = {
  about: 'a SAML response verified and used up, signed and encrypted, beside node-saml',
  async run(tell) {
    const figures: Figures[] = [];
    for (const encrypted of [false, true]) {
      for (const parallel of [1, IN_PARALLEL]) {
        for (const kind of ['ours', 'node-saml'] as const) {
          tell(`${kind}, ${encrypted ? 'encrypted' : 'signed'}, ${parallel} at a time`);
          const logins = await openLogins(LOGINS + WARM, encrypted);
          try {
            const take = kind === 'ours' ? ours(logins) : await nodeSaml(logins);
            await inParallel(take, 0, WARM, parallel);
            const measured = await measure(take, parallel);
            const what = encrypted ? 'signed and encrypted' : 'signed';
            figures.push({ case: `${kind}, ${what}`, in_parallel: parallel, ...measured });
          } finally {
            await logins.close();
          }
        }
      }
    }
    return {
      figures,
      notes: [
        'ours with its Postgres: login ticket, every check, replay, session and event committed',
        'node-saml as a library, without a store: it verifies signature, audience and times',
        'stall: the longest time in which the event loop ran nothing else',
      ],
    };
  },
};

async function measure(take: Taker, parallel: number) {
  globalThis.gc?.();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const before = process.cpuUsage();
  delay.enable();
  // The monitor counts from its first tick on: before that, a busy loop would look free.
  await sleep(20);
  const took = await inParallel(take, WARM, WARM + LOGINS, parallel);
  // A blocked loop is measured only once it is free again.
  await sleep(20);
  delay.disable();
  const { user, system } = process.cpuUsage(before);
  const sorted = took.sort((x, y) => x - y);
  const at = (share: number) => Number((sorted[Math.floor(share * (LOGINS - 1))] ?? 0).toFixed(2));
  return {
    cpu_ms: Number(((user + system) / 1000 / LOGINS).toFixed(2)),
    p50_ms: at(0.5),
    p99_ms: at(0.99),
    stall_p99_ms: Number((delay.percentile(99) / 1e6).toFixed(1)),
    stall_ms: Number((delay.max / 1e6).toFixed(1)),
  };
}

/** The time of each, in milliseconds. */
async function inParallel(take: Taker, from: number, to: number, width: number) {
  const took: number[] = [];
  let next = from;
  const worker = async () => {
    while (next < to) {
      const since = performance.now();
      await take(next++);
      took.push(performance.now() - since);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return took;
}
