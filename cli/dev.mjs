// npm run dev -- [options of `gatepost up`]
//
// The demo's installation, beside a compiler that watches the sources. When a service's files change,
// its replicas are started again; when a library changes, all are. A change in cli/ needs a new start.
import { execFileSync, spawn } from 'node:child_process';
import { watch } from 'node:fs';

/** Files of one change are written within so many ms. */
const SETTLES_MS = 300;

const compiler = spawn(
  'node_modules/.bin/tsc',
  ['-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput'],
  // A group of its own: what npm's wrapper starts ends with it.
  { stdio: ['ignore', 'inherit', 'inherit'], detached: true },
);
const up = spawn(process.execPath, ['dist/cli/main.js', 'up', '--demo', ...process.argv.slice(2)], {
  stdio: 'inherit',
});
// Ctrl-C reaches `up` by itself, which stops in order while this process waits; asked twice it would not.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => up.kill());
up.once('exit', (code) => {
  process.kill(-compiler.pid);
  process.exit(code ?? 1);
});

const changed = new Set();
let timer;
function onChange(directory, file) {
  if (file === null || !file.endsWith('.js')) return;
  changed.add(directory === 'libs' ? '*' : file.split('/')[0]);
  clearTimeout(timer);
  timer = setTimeout(startAgain, SETTLES_MS);
}
for (const directory of ['libs', 'services']) {
  watch(`dist/${directory}`, { recursive: true }, (_, file) => onChange(directory, file));
}

/** `up` starts again whatever ends. */
function startAgain() {
  const list = execFileSync('ps', ['-axww', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' });
  for (const line of list.split('\n')) {
    const [, pid, parent, service] =
      /^ *(\d+) +(\d+) .*dist\/services\/([a-z-]+)\/main\.js/.exec(line) ?? [];
    if (Number(parent) !== up.pid) continue;
    if (changed.has('*') || changed.has(service)) process.kill(Number(pid), 'SIGTERM');
  }
  changed.clear();
}
