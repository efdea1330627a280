import { LineCounter, parseDocument } from 'yaml';
import type * as z from 'zod';
import { locate, type Problem } from './problems.js';
import { assertStrict } from './strict.js';

/**
 * Everything wrong with a configuration file, one problem a line: `file:line:column: path:
 * message`.
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly Problem[];

  constructor(file: string, problems: readonly Problem[]) {
    const lines = problems.map((p) => `${file}:${p.line}:${p.column}: ${p.path}: ${p.message}`);
    super(lines.join('\n'));
    this.problems = problems;
  }
}

/**
 * Reads one YAML document against `schema`. `file` is only its name in errors.
 * @throws ConfigError with every problem at once, in the order of the text
 */
export function parseYaml<S extends z.ZodType>(
  text: string,
  options: { file: string; schema: S },
): z.output<S> {
  const { file, schema } = options;
  assertStrict(schema);
  const lines = new LineCounter();
  const doc = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const faults = [...doc.errors, ...doc.warnings];
  if (faults.length > 0) {
    throw new ConfigError(
      file,
      faults.map((fault) => {
        const { line, col } = lines.linePos(fault.pos[0]);
        return { line, column: col, path: '(document)', message: fault.message };
      }),
    );
  }
  const result = schema.safeParse(doc.toJS({ maxAliasCount: 100 }));
  if (result.success) return result.data;
  const problems = result.error.issues.flatMap((issue) => locate(issue, doc, lines));
  throw new ConfigError(
    file,
    problems.sort((a, b) => a.line - b.line || a.column - b.column),
  );
}
