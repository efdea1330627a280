import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../libs/config/index.js';
import { calleeOf } from './roles.js';

/** A generated import of a service: its names, and the module. */
const IMPORT = /import \{([^}]*\w+ServiceService[^}]*)\} from '([^']*libs\/gen\/[^']*)\.js'/g;

it('knows the role for every service that a command calls', async () => {
  const commands = join(packageRoot, 'cli', 'commands');
  const files = readdirSync(commands, { recursive: true, encoding: 'utf8' });
  const paths = new Set<string>();
  for (const file of files.filter((name) => name.endsWith('.ts'))) {
    const path = join(commands, file);
    for (const [, names = '', module = ''] of readFileSync(path, 'utf8').matchAll(IMPORT)) {
      const generated = await import(`${resolve(dirname(path), module)}.ts`);
      for (const [name = ''] of names.matchAll(/\w+ServiceService/g)) {
        for (const method of Object.values<{ path: string }>(generated[name]))
          paths.add(method.path);
      }
    }
  }
  expect(paths.size).toBeGreaterThan(20);
  for (const path of paths) expect(() => calleeOf(path), path).not.toThrow();
});
