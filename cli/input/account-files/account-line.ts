import { textOf } from './text-of.js';

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

/** Lines of a text file, without their ends. */
export function linesOf(content: Buffer): string[] {
  return textOf(content).split(/\r\n|\n|\r/);
}

/** What systems put in place of a hash. Undefined: nothing of that. */
export function whyNoPassword(hash: string): string | undefined {
  if (/^(?:\{[A-Za-z0-9-]*\})?[!*]/.test(hash)) return 'its password is locked';
  if (hash === 'x') return 'its password is in another file, such as /etc/shadow';
  return undefined;
}

/** A line that is not imported, and why. Lines count from 1. */
export function bad(line: number, account: string, why: string): BadLine {
  return { line, account, why };
}
