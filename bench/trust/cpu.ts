import { readdirSync, readFileSync } from 'node:fs';

const TICKS_A_SECOND = 100;
/** Of /proc/<pid>/stat, counted after the name: parent; user and system time, and of ended children. */
const PARENT = 1;
const TIMES = [11, 12, 13, 14];

/** CPU seconds that everything below this process has used: all services, and Postgres. */
export function cpuOfChildren(): number {
  const processes = new Map<number, { parent: number; seconds: number }>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const fields = statOf(entry);
    if (fields === undefined) continue;
    const ticks = TIMES.reduce((sum, field) => sum + Number(fields[field]), 0);
    const parent = Number(fields[PARENT]);
    processes.set(Number(entry), { parent, seconds: ticks / TICKS_A_SECOND });
  }
  const isBelow = (pid: number): boolean => {
    const parent = processes.get(pid)?.parent;
    return parent !== undefined && (parent === process.pid || isBelow(parent));
  };
  const below = [...processes].filter(([pid]) => isBelow(pid));
  return below.reduce((sum, [, { seconds }]) => sum + seconds, 0);
}

function statOf(pid: string): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(') ') + 2).split(' ');
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
}
