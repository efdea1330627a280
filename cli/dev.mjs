// npm run dev -- [options of `gatepost up`]
//
// Runs the demo's installation beside a compiler and a bundler that watch the sources. A service is restarted
// when its bundle or its worker threads change, or a file that it reads when it starts: messages, styles, schemas,
// migrations. A change in cli/ needs a restart by hand.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, watch } from 'node:fs';

/** The files of one change are written within this many ms. */
const SETTLES_MS = 300;

const watchers = [
  ['node_modules/.bin/tsc', '-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput'],
  [process.execPath, 'cli/bundle.mjs', '--watch'],
].map(([program, ...args]) =>
  // A process group of its own, so that killing it also ends what the wrapper starts.
  spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true }),
);
const up = spawn(process.execPath, ['dist/cli/main.js', 'up', '--demo', ...process.argv.slice(2)], {
  stdio: 'inherit',
});
// Ctrl-C reaches `up` too, which then shuts down while this process waits. A second signal would cut that short.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => up.kill());
up.once('exit', (code) => {
  for (const { pid } of watchers) process.kill(-pid);
  process.exit(code ?? 1);
});

const changed = new Set();
/** The last content of the files that restart a service: a bundler also writes unchanged files. */
const contents = new Map();
let timer;
function onChange(file) {
  if (!/^[a-z-]+\/(main\.js|.+-worker\.js)$/.test(file ?? '')) return;
  const text = readFileSync(`dist/services/${file}`, 'utf8');
  if (contents.get(file) === text) return;
  contents.set(file, text);
  startSoon([file.split('/')[0]]);
}
function startSoon(services) {
  for (const service of services) changed.add(service);
  clearTimeout(timer);
  timer = setTimeout(startAgain, SETTLES_MS);
}
const all = readdirSync('dist/services').filter((name) =>
  existsSync(`dist/services/${name}/main.js`),
);
for (const service of all) {
  const main = `${service}/main.js`;
  contents.set(main, readFileSync(`dist/services/${main}`, 'utf8'));
}
watch('dist/services', { recursive: true }, (_, file) => onChange(file));

/** Names of folders with files that nothing compiles. */
const READ_AT_START = new Set(['locales', 'migrations', 'schemas', 'static']);
// Watches each folder separately: a recursive watch misses files that an editor replaces.
for (const root of ['services', 'libs']) {
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isDirectory() || !READ_AT_START.has(entry.name)) continue;
    const folder = `${entry.parentPath}/${entry.name}`;
    watch(folder, () => startSoon(root === 'libs' ? all : [folder.split('/')[1]]));
  }
}

/** Ends the changed services; `up` starts them again. */
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
