import { type AccountLine, type BadLine, bad, linesOf } from './account-line.js';

/** `{SCHEME}` may be followed by what holds a colon only where it is quoted by nothing: there is none. */
const FIELDS = 2;

/**
 * Dovecot's passwd-file: `user:password:uid:gid:gecos:home:shell:extra`, of which the first two count; `#`
 * begins a comment. A name without a domain gets `domain`.
 */
export function readPasswdFile(content: Buffer, domain: string): (AccountLine | BadLine)[] {
  const read: (AccountLine | BadLine)[] = [];
  for (const [index, text] of linesOf(content).entries()) {
    if (text.trim() === '' || text.startsWith('#')) continue;
    const [user = '', password = ''] = text.split(':', FIELDS);
    const line = index + 1;
    if (!text.includes(':')) {
      read.push(bad(line, '', 'not user:password'));
      continue;
    }
    const account = user.includes('@') || domain === '' ? user : `${user}@${domain}`;
    // Of shadow(5): no password, or one that is locked.
    if (/^[!*]/.test(password)) read.push(bad(line, account, 'its password is locked'));
    else read.push({ line, account, hash: Buffer.from(password) });
  }
  return read;
}
