import { textOf } from './text-of.js';

/** An account as a file of another system lists it. */
export interface AccountLine {
  /** The line at which it begins, from 1. */
  readonly line: number;
  /** As written in the file. */
  readonly account: string;
  /** The hash with its tag; empty if there is no password. */
  readonly hash: Buffer;
}

/** A part of a file that cannot be read as an account. */
export interface BadLine {
  readonly line: number;
  readonly account: string;
  /** For a person to read; it contains nothing of the hash. */
  readonly why: string;
}

/** Lines of a text file, without their ends. */
export function linesOf(content: Buffer): string[] {
  return textOf(content).split(/\r\n|\n|\r/);
}

/**
 * Why a text is not a hash: what systems write in place of one. Undefined if it is none of those.
 */
export function whyNoPassword(hash: string): string | undefined {
  if (/^(?:\{[A-Za-z0-9-]*\})?[!*]/.test(hash)) return 'its password is locked';
  if (hash === 'x') return 'its password is in another file, such as /etc/shadow';
  return undefined;
}

/** A line that is not imported, with the reason. Lines count from 1. */
export function bad(line: number, account: string, why: string): BadLine {
  return { line, account, why };
}
