import type { AccountLine, BadLine } from './account-line.js';
import { readCsv } from './read-csv.js';
import { readLdif } from './read-ldif.js';
import { readPasswdFile } from './read-passwd-file.js';
import { textOf } from './text-of.js';

export const FORMATS = ['csv', 'ldif', 'passwd-file'] as const;
export type Format = (typeof FORMATS)[number];

/** The format, by the file's name, else by its beginning. */
export function formatOf(path: string, content: Buffer): Format {
  if (/\.(?:csv|tsv)$/i.test(path)) return 'csv';
  if (/\.ldif$/i.test(path)) return 'ldif';
  const start = textOf(content.subarray(0, 4096));
  if (/^(?:(?:#.*)?\r?\n)*(?:version: *1|dn::?) */i.test(start)) return 'ldif';
  const first = start.split(/\r?\n/).find((line) => line !== '' && !line.startsWith('#')) ?? '';
  return /^[^:]*[,;\t]/.test(first) ? 'csv' : 'passwd-file';
}

/** The accounts of a file, in order, and the parts that are not accounts. */
export function readAccounts(
  content: Buffer,
  how: { readonly format: Format; readonly attribute: string; readonly domain: string },
): (AccountLine | BadLine)[] {
  switch (how.format) {
    case 'csv':
      return readCsv(content, how.domain);
    case 'ldif':
      return readLdif(content, how);
    case 'passwd-file':
      return readPasswdFile(content, how.domain);
    default:
      return how.format satisfies never;
  }
}
