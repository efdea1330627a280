import { setTimeout as sleep } from 'node:timers/promises';
import type { Figures } from '../bench.js';
import { shareOf } from '../factors/shares.js';
import { addTrust } from './add-trust.js';
import { cpuOfChildren } from './cpu.js';
import { type Measured, startMeasured } from './installation.js';

const AT_ONCE = 100_000;
const STEADY = 4_000;
const STEADY_MS = 40_000;
/** All rows must be stored before the first trust expires. */
const AHEAD_MS = 15_000;
const LONGEST_MS = 180_000;

/**
 * Trust that expires, all in one second or a hundred per second, measured until its event is
 * recorded.
 */
export async function measureRunningOut(tell: (text: string) => void): Promise<Figures[]> {
  const measured = await startMeasured({ 'trust-store': 2 }, tell);
  try {
    const steady = await runOut(measured, { rows: STEADY, withinMs: STEADY_MS }, tell);
    const flood = await runOut(measured, { rows: AT_ONCE, withinMs: 1000 }, tell);
    return [
      { what: `${AT_ONCE} trusts run out in 1 s, two replicas`, ...flood },
      { what: `${STEADY / (STEADY_MS / 1000)} a second run out, two replicas`, ...steady },
    ];
  } finally {
    await measured.close();
  }
}

async function runOut(
  { query }: Measured,
  { rows, withinMs }: { rows: number; withinMs: number },
  tell: (text: string) => void,
): Promise<Figures> {
  const size = async () => {
    const [tree] = await query<{ size: string }>('SELECT size FROM audit.tree');
    return Number(tree?.size);
  };
  const before = await size();
  const from = Date.now() + AHEAD_MS;
  tell(`${rows} trusts that run out within ${withinMs} ms`);
  await addTrust(query, { rows, from, withinMs });
  await query('ANALYZE trust_store.trust');
  if (Date.now() > from) throw new Error('adding them took too long');
  await sleep(from - Date.now());
  const cpu = cpuOfChildren();
  while ((await size()) < before + rows) {
    if (Date.now() > from + LONGEST_MS) throw new Error(`${await size()} events are recorded`);
    await sleep(100);
  }
  const spent = cpuOfChildren() - cpu;
  const leaves = await query<{ recorded_at: Date; time: Date }>(
    `SELECT recorded_at, time FROM audit.leaf WHERE type = 'gatepost.trust.expired.v1' AND time >= $1`,
    [new Date(from)],
  );
  if (leaves.length !== rows) throw new Error(`${leaves.length} events for ${rows} trusts`);
  const lags = leaves.map(({ recorded_at, time }) => recorded_at.getTime() - time.getTime());
  const last = leaves.reduce((latest, leaf) => Math.max(latest, leaf.recorded_at.getTime()), 0);
  return {
    p50_ms: shareOf(lags, 0.5).toFixed(0),
    p99_ms: shareOf(lags, 0.99).toFixed(0),
    cpu_ms: ((spent * 1000) / rows).toFixed(2),
    last_after_s: ((last - from) / 1000).toFixed(1),
  };
}
