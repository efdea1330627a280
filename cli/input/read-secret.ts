import { readFileSync } from 'node:fs';
import { CliError, usageError } from '../output/exit.js';

export interface SecretSource {
  /** `--…-file`: a path, or `-` for stdin; undefined: ask on the terminal. */
  readonly file: string | undefined;
  /** Shown when asking, e.g. `Password of luca@a.tld: `. */
  readonly prompt: string;
  /** Whether to ask twice, for a secret that is being set. */
  readonly confirm?: boolean;
}

/**
 * Reads a secret from where no other process can see it: a file, stdin, or the terminal without
 * echo. One newline at its end is removed.
 */
export async function readSecret(source: SecretSource): Promise<Buffer> {
  const secret = await read(source);
  if (secret.length === 0) throw usageError('the secret is empty: give one');
  return secret;
}

async function read(source: SecretSource): Promise<Buffer> {
  if (source.file === '-') return withoutNewline(await readAll(process.stdin));
  if (source.file !== undefined) return withoutNewline(readFileOf(source.file));
  if (!process.stdin.isTTY) return withoutNewline(await readAll(process.stdin));
  const first = await ask(source.prompt);
  if (source.confirm === true && !first.equals(await ask('Again: '))) {
    throw usageError('the two entries differ');
  }
  return first;
}

function readFileOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw usageError(`${path} cannot be read (${why})`);
  }
}

async function readAll(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function withoutNewline(content: Buffer): Buffer {
  const newline = content.at(-1) !== 0x0a ? 0 : content.at(-2) === 0x0d ? 2 : 1;
  return content.subarray(0, content.length - newline);
}

const ENTER = new Set([0x0a, 0x0d]);
const ERASE = new Set([0x08, 0x7f]);
const INTERRUPT = new Set([0x03, 0x04]);

/** Reads one line of the terminal without showing it. */
function ask(prompt: string): Promise<Buffer> {
  const { stdin, stderr } = process;
  // Before the prompt: what is typed as soon as it appears must not show.
  stdin.setRawMode(true);
  stderr.write(prompt);
  return new Promise((resolve, reject) => {
    const typed: number[] = [];
    const end = (settle: () => void) => {
      stdin.off('data', take).pause();
      stdin.setRawMode(false);
      stderr.write('\n');
      settle();
    };
    const take = (chunk: Buffer) => {
      for (const byte of chunk) {
        if (ENTER.has(byte)) return end(() => resolve(Buffer.from(typed)));
        if (INTERRUPT.has(byte)) return end(() => reject(new CliError('interrupted')));
        if (ERASE.has(byte)) eraseCharacter(typed);
        else typed.push(byte);
      }
    };
    stdin.on('data', take).resume();
  });
}

/** Removes the last character, which in UTF-8 may be several bytes. */
function eraseCharacter(typed: number[]): void {
  while (((typed.at(-1) ?? 0) & 0xc0) === 0x80) typed.pop();
  typed.pop();
}
