import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A separate network and /etc on this machine, in which servers find their usual places. */
export interface Apart {
  /** Runs a script. Returns its exit code, and both output streams. */
  run(script: string): Promise<{ code: number; said: string }>;
  /** Starts a program. The test stops it through its process. */
  start(script: string): ChildProcess;
  close(): void;
}

/** Directories that exist separately here, copied or empty. */
export interface Places {
  readonly copied: readonly string[];
  readonly empty: readonly string[];
}

/** @throws Error that says what is missing if namespaces are not allowed */
export function mustBeApart(): void {
  const command = 'unshare --mount --net true';
  const { status, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
  if (status === 0) return;
  throw new Error(
    `\`${command}\` fails: ${stderr.trim()}. It takes root with CAP_SYS_ADMIN and CAP_NET_ADMIN (in a ` +
      'container, --privileged). FRONT_ENDS_WITHOUT_PAGE=1 leaves out what needs it.',
  );
}

/**
 * Opens the separate network and /etc. Needs root. Servers that listen there can be reached only from there.
 *
 * @param dir a directory of the test's own
 * @param addresses of its loopback interface
 * @param prelude shell code that runs before every script
 */
export async function openApart(
  dir: string,
  options: { addresses: readonly string[]; places: Places; prelude: string },
): Promise<Apart> {
  const { addresses, places, prelude } = options;
  const mounts = places.copied.map((place) => {
    const copy = join(dir, 'places', place);
    mkdirSync(copy, { recursive: true });
    cpSync(place, copy, { recursive: true, verbatimSymlinks: true });
    return `mount --bind ${copy} ${place}`;
  });
  const setUp = [
    'set -e',
    'ip link set lo up',
    ...addresses.map((address) => `ip address add ${address}/32 dev lo`),
    ...mounts,
    ...places.empty.map((place) => `mount -t tmpfs -o mode=755 none ${place}`),
    'echo ready',
    'exec sleep infinity',
  ].join('\n');
  const keeper = spawn('unshare', ['--mount', '--net', 'sh', '-c', setUp], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    keeper.stdout.once('data', () => resolve());
    keeper.once('exit', () => reject(new Error('cannot be apart here: are you root?')));
  });
  const inside = (script: string) => [
    ...['--mount', '--net', '--target', `${keeper.pid}`, 'bash', '-c'],
    `set -euo pipefail; cd ${dir}\n${prelude}\n${script}`,
  ];
  return {
    run: (script) =>
      promisify(execFile)('nsenter', inside(script), { timeout: 60_000 }).then(
        ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
        ({ code, stdout = '', stderr = '' }) => ({ code: Number(code), said: stdout + stderr }),
      ),
    start: (script) =>
      spawn('nsenter', inside(`exec ${script}`), { stdio: ['ignore', 'pipe', 'pipe'] }),
    close: () => void keeper.kill('SIGKILL'),
  };
}
