/** An account as a file of another system holds it. */
export interface AccountLine {
  /** Of the file, from 1: where it begins. */
  readonly line: number;
  /** As it stands there. */
  readonly account: string;
  /** The hash with its tag; empty: no password. */
  readonly hash: Buffer;
}

/** A part of a file that cannot be read as an account. */
export interface BadLine {
  readonly line: number;
  readonly account: string;
  /** For a person; nothing of the hash. */
  readonly why: string;
}

/** Lines of a text file, without their ends and a byte order mark. */
export function linesOf(content: Buffer): string[] {
  return content
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .split(/\r?\n/);
}

export function bad(line: number, account: string, why: string): BadLine {
  return { line, account, why };
}
