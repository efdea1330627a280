import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Supervised } from '../../../cli/up/processes/supervisor.js';
import { countObjects } from './count-objects.js';

/** What a process holds after garbage collection. */
export interface Held {
  readonly bytes: number;
  readonly rss: number;
  readonly handles: number;
  readonly timers: number;
  readonly files: number;
  /** Counts by kind and constructor. */
  readonly objects: ReadonlyMap<string, number>;
}

const ANSWER_MS = 60_000;

/** Node's options that let a service report what it holds. */
export function probed(directory: string): readonly string[] {
  mkdirSync(directory, { recursive: true });
  const module = pathToFileURL(fileURLToPath(new URL('probe.mjs', import.meta.url)));
  module.searchParams.set('to', directory);
  return ['--expose-gc', '--import', module.href];
}

/** Measures each of `services`, one after another. @throws Error if one does not answer, or was restarted */
export async function measure(
  services: readonly Supervised[],
  directory: string,
): Promise<Map<string, Held>> {
  const held = new Map<string, Held>();
  for (const service of services) {
    const file = join(directory, `${service.pid}.json`);
    rmSync(file, { force: true });
    service.signal('SIGUSR2');
    const until = performance.now() + ANSWER_MS;
    while (!existsSync(file)) {
      if (performance.now() > until) throw new Error(`${service.name} does not say what it holds`);
      await sleep(20);
    }
    const heap = join(directory, `${service.pid}.heapsnapshot`);
    const objects = countObjects(readFileSync(heap, 'utf8'));
    rmSync(heap);
    held.set(service.name, { ...JSON.parse(readFileSync(file, 'utf8')), objects });
  }
  return held;
}
