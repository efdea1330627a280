import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The directory of our package.json, whether the code runs from `libs/` or from `dist/`. Files that
 * are not compiled (migrations, protos) are read from there.
 */
export const packageRoot: string = findPackageRoot(dirname(fileURLToPath(import.meta.url)));

/**
 * The path of a compiled file of ours that runs by itself: in a thread, or as a process.
 *
 * @param source e.g. `services/policy/jobs/checker-worker.ts`
 * @throws Error where it was not built
 */
export function compiledFile(source: `${string}.ts`): string {
  const compiled = join(packageRoot, 'dist', source.replace(/\.ts$/, '.js'));
  if (existsSync(compiled)) return compiled;
  throw new Error(`${compiled} is missing: run npm run build`);
}

function findPackageRoot(from: string): string {
  for (let dir = from; ; dir = dirname(dir)) {
    if (existsSync(join(dir, 'package.json'))) return dir;
    if (dir === dirname(dir)) throw new Error(`no package.json above ${from}`);
  }
}
