// npm run dev -- [options of `gatepost up`]
//
// The demo's installation, beside a compiler and a bundler that watch the sources. A service whose bundle
// or threads change is started again. A change in cli/ needs a new start.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, watch } from 'node:fs';

/** Files of one change are written within so many ms. */
const SETTLES_MS = 300;

const watchers = [
  ['node_modules/.bin/tsc', '-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput'],
  [process.execPath, 'cli/bundle.mjs', '--watch'],
].map(([program, ...args]) =>
  // A group of its own: what npm's wrapper starts ends with it.
  spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true }),
);
const up = spawn(process.execPath, ['dist/cli/main.js', 'up', '--demo', ...process.argv.slice(2)], {
  stdio: 'inherit',
});
// Ctrl-C reaches `up` by itself, which stops in order while this process waits; asked twice it would not.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => up.kill());
up.once('exit', (code) => {
  for (const { pid } of watchers) process.kill(-pid);
  process.exit(code ?? 1);
});

const changed = new Set();
/** What the files that make a service start again last held: a bundler writes those that are the same, too. */
const contents = new Map();
let timer;
function onChange(file) {
  if (!/^[a-z-]+\/(main\.js|.+-worker\.js)$/.test(file ?? '')) return;
  const text = readFileSync(`dist/services/${file}`, 'utf8');
  if (contents.get(file) === text) return;
  contents.set(file, text);
  changed.add(file.split('/')[0]);
  clearTimeout(timer);
  timer = setTimeout(startAgain, SETTLES_MS);
}
for (const service of readdirSync('dist/services')) {
  const main = `${service}/main.js`;
  if (existsSync(`dist/services/${main}`))
    contents.set(main, readFileSync(`dist/services/${main}`, 'utf8'));
}
watch('dist/services', { recursive: true }, (_, file) => onChange(file));

/** `up` starts again whatever ends. */
function startAgain() {
  const list = execFileSync('ps', ['-axww', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' });
  for (const line of list.split('\n')) {
    const [, pid, parent, service] =
      /^ *(\d+) +(\d+) .*dist\/services\/([a-z-]+)\/main\.js/.exec(line) ?? [];
    if (Number(parent) !== up.pid) continue;
    if (changed.has(service)) process.kill(Number(pid), 'SIGTERM');
  }
  changed.clear();
}
