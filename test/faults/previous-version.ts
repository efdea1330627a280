import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../libs/config/index.js';

/**
 * The commit to upgrade from: GATEPOST_PREVIOUS, or the parent of this one.
 *
 * @throws Error if the clone does not have it
 */
export function previousCommit(): string {
  const wanted = process.env.GATEPOST_PREVIOUS ?? 'HEAD^';
  try {
    return git('rev-parse', '--verify', '-q', `${wanted}^{commit}`).toString().trim();
  } catch {
    throw new Error(`there is no commit ${wanted} here: git fetch --unshallow`);
  }
}

/** Builds the services of a commit in a directory of their own, with the packages of this one. */
export function buildCommit(commit: string): { entryOf(service: string): string; remove(): void } {
  const dir = mkdtempSync(join(tmpdir(), 'gatepost-previous-'));
  mkdirSync(join(dir, 'tree'));
  const tree = join(dir, 'tree');
  execFileSync('tar', ['-x', '-C', tree], { input: git('archive', commit) });
  symlinkSync(join(packageRoot, 'node_modules'), join(tree, 'node_modules'));
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: tree });
  return {
    entryOf: (service) => join(tree, 'dist', 'services', service, 'main.js'),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

function git(...args: readonly string[]): Buffer {
  return execFileSync('git', args, {
    cwd: packageRoot,
    maxBuffer: 256 << 20,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
