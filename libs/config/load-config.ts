import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type * as z from 'zod';
import { ConfigError, parseYaml } from './parse-yaml.js';
import { whileReading } from './reading.js';

/**
 * Reads the YAML file at `path` against `schema`. Relative paths in it start at its directory.
 * `warn` gets what is unwise but not wrong, such as a secret that others may read.
 * @throws ConfigError with every problem at once, each with file, line, column, path and message
 */
export function loadConfig<S extends z.ZodType>(
  path: string,
  schema: S,
  warn: (message: string) => void = (message) => process.stderr.write(`${message}\n`),
): z.output<S> {
  const file = resolve(path);
  const context = { directory: dirname(file), warn };
  return whileReading(context, () => parseYaml(readText(path), { file: path, schema }));
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    const message = `cannot be read (${code})`;
    throw new ConfigError(path, [{ line: 1, column: 1, path: '(document)', message }]);
  }
}
