import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { SourceFile } from '../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { CliError, EXIT, usageError } from '../output/exit.js';

/** Reads policy files. For a directory, the `.yaml` and `.yml` files in it, by name. */
export function readPolicyFiles(paths: readonly string[]): SourceFile[] {
  const files = paths.flatMap(expand).map(readPolicyFile);
  if (files.length === 0) throw usageError(`there is no .yaml file in ${paths.join(', ')}`);
  return files;
}

function expand(path: string): string[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [path];
  return readdirSync(path)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => join(path, name));
}

function readPolicyFile(name: string): SourceFile {
  let content: Buffer;
  try {
    content = readFileSync(name);
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new CliError(`${name} cannot be read (${why})`, EXIT.usage);
  }
  return { name, content, documents: documentNames(content.toString('utf8'), name) };
}

/**
 * The names of the documents in a file, unchecked: the server reports errors with line and column. A file without any
 * document name is refused here, because rights are checked by name.
 */
function documentNames(text: string, file: string): string[] {
  const names = plainNames(text) ?? parsedNames(text);
  // The server refuses a name that occurs twice, with its line.
  if (names.length > 0) return [...new Set(names)];
  throw new CliError(`${file}:1:1: the file has neither "domain:" nor "template:"`, EXIT.finding);
}

/**
 * The names as documents are usually written: parsing the whole text would take a thousand times
 * longer.
 */
function plainNames(text: string): string[] | undefined {
  if (/^---/m.test(text)) return undefined;
  const named = text.match(/^(domain|template): *([a-z0-9.-]+|"\*") *$/gm) ?? [];
  const [line] = named;
  if (line === undefined || named.length > 1) return undefined;
  const name = line.slice(line.indexOf(':') + 1).trim();
  return [line.startsWith('template') ? `template:${name}` : name.replaceAll('"', '')];
}

function parsedNames(text: string): string[] {
  return parseAllDocuments(text, { prettyErrors: false }).flatMap((document) => {
    const domain = document.getIn(['domain']);
    const template = document.getIn(['template']);
    if (typeof domain === 'string') return [domain];
    return typeof template === 'string' ? [`template:${template}`] : [];
  });
}
