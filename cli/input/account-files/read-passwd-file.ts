import { type AccountLine, type BadLine, bad, linesOf, whyNoPassword } from './account-line.js';

/** The fields before the extra ones: user, password, uid, gid, gecos, home and shell. Any may be empty. */
const BEFORE_EXTRA = 7;

/**
 * Dovecot's passwd-file: `user:password:uid:gid:gecos:home:shell:extra`. Only the first two are
 * used, and `nologin` among the extra fields; `#` begins a comment. A name without a domain gets
 * `domain`.
 */
export function readPasswdFile(content: Buffer, domain: string): (AccountLine | BadLine)[] {
  const read: (AccountLine | BadLine)[] = [];
  for (const [index, text] of linesOf(content).entries()) {
    if (text.trim() === '' || text.startsWith('#')) continue;
    const [user = '', password = '', ...rest] = text.split(':');
    const line = index + 1;
    if (!text.includes(':')) {
      read.push(bad(line, '', 'not user:password'));
      continue;
    }
    const account = user.includes('@') || domain === '' ? user : `${user}@${domain}`;
    const extra = rest.slice(BEFORE_EXTRA - 2).join(':');
    const why = /(?:^|\s)nologin(?:=|\s|$)/.test(extra)
      ? 'its logins are disabled (nologin)'
      : whyNoPassword(password);
    if (why !== undefined) read.push(bad(line, account, why));
    else read.push({ line, account, hash: Buffer.from(password) });
  }
  return read;
}
