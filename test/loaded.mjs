// npm run test:loaded -- [--loops <n>] [--writers <n>] [what vitest is given]
//
// Runs `npm test` on a busy machine, with loops that use the processors, and writers that slow the disk by flushing
// constantly. Run by hand, to see that no test needs a fast machine.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    loops: { type: 'string', default: String(5 * availableParallelism()) },
    writers: { type: 'string', default: '2' },
  },
});
const dir = mkdtempSync(join(tmpdir(), 'gatepost-loaded-'));
// Each of them ends when this process has ended, even if it was killed.
const whileWatched = (body) => `for (;;) { process.kill(${process.pid}, 0); ${body} }`;
const LOOP = whileWatched('for (let n = 0; n < 1e8; n += 1);');
const writer = (file) => `
  import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
  const block = Buffer.alloc(1 << 20, 7);
  ${whileWatched(`
    const file = openSync(${JSON.stringify(file)}, 'w');
    for (let n = 0; n < 64; n += 1) {
      writeSync(file, block);
      fsyncSync(file);
    }
    closeSync(file);`)}`;
const codes = [
  ...Array(Number(values.loops)).fill(LOOP),
  ...Array.from({ length: Number(values.writers) }, (_, n) => writer(join(dir, `${n}`))),
];
const beside = codes.map((code) =>
  spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'ignore' }),
);
const began = performance.now();
try {
  const test = spawn('npm', ['test', '--', ...positionals], { stdio: 'inherit' });
  const [code] = await once(test, 'close');
  process.exitCode = code ?? 1;
} finally {
  for (const each of beside) each.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
}
const minutes = ((performance.now() - began) / 60_000).toFixed(1);
const [, , load] = loadavg();
console.log(
  `beside ${values.loops} loops and ${values.writers} writers: ${minutes} min, load ${load?.toFixed(1)}`,
);
