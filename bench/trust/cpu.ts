import { readdirSync, readFileSync } from 'node:fs';

const TICKS_A_SECOND = 100;
/**
 * Fields of /proc/<pid>/stat, counted after the name: the parent; then user and system time, also
 * of ended children.
 */
const PARENT = 1;
const TIMES = [11, 12, 13, 14];

/** CPU seconds of the processes below this one, by service; Postgres counts as one. */
export type Cpu = ReadonlyMap<string, number>;

/** Reads the CPU seconds that the processes have used so far (Linux only). */
export function cpuByService(): Cpu {
  const processes = new Map<number, { parent: number; seconds: number }>();
  for (const entry of readdirSync('/proc')) {
    const stat = /^\d+$/.test(entry) ? read(`/proc/${entry}/stat`) : '';
    if (stat === '') continue;
    const fields = stat.slice(stat.lastIndexOf(') ') + 2).split(' ');
    const ticks = TIMES.reduce((sum, field) => sum + Number(fields[field]), 0);
    const parent = Number(fields[PARENT]);
    processes.set(Number(entry), { parent, seconds: ticks / TICKS_A_SECOND });
  }
  const isBelow = (pid: number): boolean => {
    const parent = processes.get(pid)?.parent;
    return parent !== undefined && (parent === process.pid || isBelow(parent));
  };
  const sums = new Map<string, number>();
  for (const [pid, { seconds }] of processes) {
    if (!isBelow(pid)) continue;
    const name = serviceOf(pid);
    sums.set(name, (sums.get(name) ?? 0) + seconds);
  }
  return sums;
}

/** CPU seconds that everything below this process has used: all services, and Postgres. */
export function cpuOfChildren(): number {
  return [...cpuByService().values()].reduce((sum, seconds) => sum + seconds, 0);
}

/** The service, by the configuration it was started with. */
function serviceOf(pid: number): string {
  const command = read(`/proc/${pid}/cmdline`);
  if (command.includes('postgres')) return 'postgres';
  return /([a-z][a-z-]*)-\d+\.yaml/.exec(command)?.[1] ?? 'other';
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It has ended meanwhile.
    return '';
  }
}
