import { readdirSync, readFileSync } from 'node:fs';

/** The process id of the policy service whose configuration is under `home`. */
export function policyProcess(home: string): number {
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const command = read(`/proc/${entry}/cmdline`);
    if (command.includes('/services/policy/main.js') && command.includes(home)) {
      return Number(entry);
    }
  }
  throw new Error('the policy service does not run');
}

/** The memory of a process, in MB: now, and the peak. */
export function memoryOf(pid: number): { now: number; most: number } {
  const status = read(`/proc/${pid}/status`);
  const kilobytes = (key: string) => Number(new RegExp(`${key}:\\s+(\\d+)`).exec(status)?.[1]);
  return {
    now: Math.round(kilobytes('VmRSS') / 1024),
    most: Math.round(kilobytes('VmHWM') / 1024),
  };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It has ended meanwhile.
    return '';
  }
}

/** The CPU time of a process, in seconds. */
export function cpuSeconds(pid: number): number {
  const fields = read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Times one call after another until told to stop; then returns the median and p99, in ms. */
export function keepTiming(what: () => Promise<unknown>, atOnce: number) {
  const samples: number[] = [];
  const errors: string[] = [];
  let going = true;
  const loops = Array.from({ length: atOnce }, async () => {
    while (going) {
      const since = performance.now();
      await what().catch((error) => errors.push(String(error)));
      samples.push(performance.now() - since);
    }
  });
  return async () => {
    going = false;
    await Promise.all(loops);
    samples.sort((x, y) => x - y);
    const at = (share: number) => (samples[Math.floor(share * samples.length)] ?? 0).toFixed(1);
    return { p50_ms: at(0.5), p99_ms: at(0.99), logins: samples.length, errors: errors.length };
  };
}
