import { hash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { unavailable } from '../../../../libs/errors/index.js';

/** A SHA-1 in hex, a colon, the count, and the end of the line. */
const LINE = /^[0-9A-Fa-f]{40}:\d{1,12}\r?$/;
const HASH_OCTETS = 40;
/** The longest line, including its end. */
const LONGEST = HASH_OCTETS + 1 + 12 + 2;

/**
 * Checks that a file is a list of SHA-1 hashes of breached passwords, ordered by hash, as Have I Been Pwned publishes
 * it (`pwned-passwords-sha1-ordered-by-hash`). Returns undefined if it is, or why it is not. Only the first line is
 * checked.
 */
export function breachedListProblem(path: string): string | undefined {
  const file = openSync(path, 'r');
  try {
    if (!fstatSync(file).isFile()) return 'is not a file';
    const start = Buffer.alloc(LONGEST);
    const text = start.subarray(0, readSync(file, start, 0, LONGEST, 0)).toString('latin1');
    const [line = ''] = text.split('\n');
    return LINE.test(line) ? undefined : 'does not begin with a SHA-1 in hex, a colon and a count';
  } finally {
    closeSync(file);
  }
}

/**
 * Looks passwords up in such a file by binary search, without loading it. That takes some 35 short reads in the full
 * list. The file is opened for each look-up, so that a replaced file counts at once.
 * @throws GatepostError UNAVAILABLE if the file cannot be read; the password is then neither accepted nor called
 * breached
 */
export function breachedList(path: string): (password: Uint8Array) => Promise<boolean> {
  return async (password) => {
    const wanted = hash('sha1', password, 'hex').toUpperCase();
    try {
      const file = await open(path, 'r');
      try {
        return await holds(file, wanted);
      } finally {
        await file.close();
      }
    } catch (cause) {
      throw unavailable('the list of breached passwords cannot be read now', { cause });
    }
  };
}

async function holds(file: FileHandle, wanted: string): Promise<boolean> {
  let low = 0;
  let high = (await file.stat()).size;
  // A match can only be among the lines that begin at or after `low` and before `high`.
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const line = await lineAt(file, middle);
    if (line.hash === wanted) return true;
    if (line.hash < wanted) low = line.end;
    else high = line.start;
  }
  return false;
}

/** The line that contains an octet. */
async function lineAt(file: FileHandle, octet: number) {
  const from = Math.max(0, octet - LONGEST);
  const chunk = Buffer.alloc(2 * LONGEST);
  const { bytesRead } = await file.read(chunk, 0, chunk.length, from);
  const text = chunk.subarray(0, bytesRead).toString('latin1');
  const at = octet - from;
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const end = text.indexOf('\n', at);
  const line = text.slice(start, end < 0 ? undefined : end);
  if (!LINE.test(line)) throw new Error(`no line of a hash at octet ${from + start}`);
  return {
    hash: line.slice(0, HASH_OCTETS).toUpperCase(),
    start: from + start,
    end: from + (end < 0 ? bytesRead : end + 1),
  };
}
