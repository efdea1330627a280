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
    // A snapshot was seen to be cut off while the machine was busy.
    const whole = (await ask(service, directory)) ?? (await ask(service, directory));
    if (whole === undefined) throw new Error(`${service.name} cut its heap snapshot off twice`);
    held.set(service.name, whole);
  }
  return held;
}

/** What one service holds; undefined if its heap snapshot is not whole. */
async function ask(service: Supervised, directory: string): Promise<Held | undefined> {
  const file = join(directory, `${service.pid}.json`);
  const heap = join(directory, `${service.pid}.heapsnapshot`);
  for (const each of [file, heap]) rmSync(each, { force: true });
  service.signal('SIGUSR2');
  const until = performance.now() + ANSWER_MS;
  while (!existsSync(file)) {
    if (performance.now() > until) throw new Error(`${service.name} does not say what it holds`);
    await sleep(20);
  }
  try {
    const objects = countObjects(readFileSync(heap, 'utf8'));
    return { ...JSON.parse(readFileSync(file, 'utf8')), objects };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  } finally {
    rmSync(heap);
  }
}
