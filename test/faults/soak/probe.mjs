// Loaded into each service (`--expose-gc --import probe.mjs?to=<directory>`). On SIGUSR2 it collects garbage, and
// writes what the process holds to <directory>/<pid>.json, with its heap snapshot beside it.
import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeHeapSnapshot } from 'node:v8';

const directory = new URL(import.meta.url).searchParams.get('to');

process.on('SIGUSR2', async () => {
  // Each round frees what the finalizers of the round before have released.
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc();
    await sleep(50);
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  const held = {
    bytes: heapUsed + external,
    rss,
    handles: process.getActiveResourcesInfo().filter((name) => name !== 'Timeout').length,
    timers: process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length,
    files: readdirSync('/proc/self/fd').length,
  };
  const file = join(directory, `${process.pid}.json`);
  writeHeapSnapshot(join(directory, `${process.pid}.heapsnapshot`));
  writeFileSync(`${file}.new`, JSON.stringify(held));
  renameSync(`${file}.new`, file);
});
