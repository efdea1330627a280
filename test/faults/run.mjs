// npm run faults -- events|trust|session|soak|postgres|nats [--long | --kills <n> | --seconds <n>] [--seed <n>] [--with <what>]
//
// Runs the whole installation under load while parts of it are killed and cut off. Prints a table, and exits with 1 if a
// guarantee did not hold. It prints its seed; --seed repeats the same run.
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const SHORT_KILLS = 12;
const LONG_KILLS = 60;
const SHORT_SECONDS = 60;
const LONG_SECONDS = 1800;
const RUNS = {
  events: 'test/faults/events.fault.ts',
  trust: 'test/faults/trust.fault.ts',
  session: 'test/faults/session.fault.ts',
  soak: 'test/faults/soak.fault.ts',
  'rolling-restart': 'test/faults/rolling-restart.fault.ts',
  upgrade: 'test/faults/upgrade.fault.ts',
  postgres: 'test/faults/postgres.fault.ts',
  nats: 'test/faults/nats.fault.ts',
};
/** What a run needs beside a nats-server. */
const INSTALL = { postgres: 'test/faults/postgres/install.sh' };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    long: { type: 'boolean', default: false },
    kills: { type: 'string' },
    seed: { type: 'string' },
    seconds: { type: 'string' },
    with: { type: 'string' },
  },
});
const kills = Number(values.kills ?? (values.long ? LONG_KILLS : SHORT_KILLS));
const seconds = Number(
  values.seconds ?? process.env.FAULTS_SECONDS ?? (values.long ? LONG_SECONDS : SHORT_SECONDS),
);
const seed = Number(values.seed ?? randomInt(1, 2 ** 31));
const files = positionals.map((name) => RUNS[name]);
const wrong = files.includes(undefined) || files.length === 0;
const whole = (number) => Number.isInteger(number) && number >= 1;
if (wrong || ![kills, seed, seconds].every(whole)) {
  console.error(
    `give one of ${Object.keys(RUNS).join(', ')}; --kills, --seed and --seconds are whole numbers`,
  );
  process.exit(2);
}
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const args = ['run', '--project', 'faults', ...files, '--disable-console-intercept'];
if (values.with !== undefined) args.push('--testNamePattern', `with ${values.with}`);
for (const name of positionals.filter((each) => each in INSTALL)) {
  const { status } = spawnSync('sh', [INSTALL[name]], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(2);
}
const env = {
  ...process.env,
  FAULTS_LONG: String(values.long),
  FAULTS_SECONDS: String(seconds),
  FAULTS_KILLS: String(kills),
  SUITE_SEED: String(seed),
};
const run = spawnSync(join(root, 'node_modules/.bin/vitest'), args, {
  cwd: root,
  env,
  stdio: 'inherit',
});
process.exitCode = run.status ?? 1;
