// npm run test:properties
//
// Runs every property with random seeds. `npm test` draws the same cases each time, so that it only fails because of a
// change. Tries PROPERTY_ROUNDS seeds (5 by default) until one fails, and prints that seed.
// SUITE_SEED=<seed> npx vitest run <file> repeats it.
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const rounds = Number(process.env.PROPERTY_ROUNDS ?? 5);
const files = ['libs', 'services', 'cli', 'test/attacks', 'test/stories']
  .flatMap((dir) => readdirSync(dir, { recursive: true }).map((name) => join(dir, name)))
  .filter((file) => file.endsWith('.test.ts') && drawsFromSeed(readFileSync(file, 'utf8')));
for (let round = 1; round <= rounds; round += 1) {
  const seed = process.env.SUITE_SEED ?? String(randomInt(1, 2 ** 31));
  console.log(`round ${round} of ${rounds}, ${files.length} files: SUITE_SEED=${seed}`);
  const args = ['vitest', 'run', '--project', 'unit', '--project', 'suite', ...files];
  const env = { ...process.env, SUITE_SEED: seed };
  const { status } = spawnSync('npx', args, { stdio: 'inherit', env });
  if (status !== 0) process.exit(status ?? 1);
}

function drawsFromSeed(text) {
  return text.includes("from 'fast-check'") || text.includes('seededNumbers(');
}
