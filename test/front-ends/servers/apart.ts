import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A part of this machine with a network and an /etc of its own, where servers find things as usual. */
export interface Apart {
  /** What a script says, both streams; its exit code, unless it is to be 0. */
  run(script: string): Promise<{ code: number; said: string }>;
  /** Leaves a program running, which is to be stopped by its process. */
  start(script: string): ChildProcess;
  close(): void;
}

/** Directories of servers that this part has its own of: copied, or empty. */
export interface Places {
  readonly copied: readonly string[];
  readonly empty: readonly string[];
}

/** @throws Error that says what is missing, where one may not */
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
 * Needs root. Everything that listens there is reached from there only.
 *
 * @param dir a directory of the test's own
 * @param addresses of its loopback interface
 * @param prelude shell, before every script
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
