import { existsSync, readFileSync } from 'node:fs';
import type { EndedTrust } from '../core/ended-trusts.js';
import { writeWhole } from './files.js';

/** Trust that ended, one a line: the time, the account, and the prefix of an address. */
export function openEndedFile(path: string) {
  return {
    read(): EndedTrust[] {
      if (!existsSync(path)) return [];
      const lines = readFileSync(path, 'utf8').split('\n');
      return lines.filter((line) => line !== '').map((line) => readLine(path, line));
    },
    write(trusts: readonly EndedTrust[]): void {
      const lines = trusts.map(({ at, account, prefix }) => `${at} ${account} ${prefix ?? '-'}\n`);
      writeWhole(path, lines.join(''));
    },
  };
}

/** No account and no prefix holds a space. @throws Error */
function readLine(path: string, line: string): EndedTrust {
  const [at, account, prefix, ...rest] = line.split(' ');
  if (!/^\d+$/.test(at ?? '') || account === undefined || !prefix || rest.length > 0) {
    throw new Error(`${path} is damaged: without it, no session could be ended that should be`);
  }
  return { at: Number(at), account, prefix: prefix === '-' ? undefined : prefix };
}
