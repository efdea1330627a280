import { afterEach, describe, expect, it } from 'vitest';
import { parseAccount } from '../../../libs/names/account.js';
import { type OpenListener, openListener } from '../../../services/edge/testing/open-listener.js';
import { exchange } from '../../../services/edge/testing/raw.js';
import { ASKERS, type Asker } from './askers.js';

const LUCA = 'luca@a.tld';

let listener: OpenListener;
afterEach(() => listener?.close());

/** The text's UTF-8, one character for each octet. */
const utf8 = (text: string) => Buffer.from(text).toString('latin1');

/** Names that are not luca's, one character for each octet. */
const NAMES: readonly string[] = [
  // Octets that end a text in other programs, or that are invisible.
  ...['luca\0@a.tld', 'luca@a.tld\0', '\0luca@a.tld', 'luca@a.tld\0@b.tld', 'luca@a\0.tld'],
  ...['luca@a.tld\x01', '\x01luca@a.tld', 'luca\x7f@a.tld', 'luca\x1b[2K@a.tld', 'lu\x08ca@a.tld'],
  ...['\u00ad', '\u200b', '\u200d', '\u202e', '\u2066', '\u3164', '\ufe0f', '\u{e0061}'].map(
    (one) => utf8(`lu${one}ca@a.tld`),
  ),
  // Invalid UTF-8, overlong UTF-8, single surrogates.
  ...['luca\xff@a.tld', 'l\xc1\xb5ca@a.tld', 'luca\xc0\x80@a.tld', 'luca\xed\xa0\x80@a.tld'],
  ...['luca@a.tld\xa0@', 'luca\xad@a.tld', '\xff\xfel\0u\0c\0a\0@\0a\0.\0t\0l\0d\0'],
  // The separators and escapes of Dovecot's own protocols.
  ...['luca\t@a.tld', 'anna\tluca@a.tld', 'luca@a.tld\tuser=anna@a.tld', 'luca@a.tld\tnologin'],
  ...[
    'luca@a.tld\x01tnologin',
    'luca@a.tld\x011',
    'luca\x010@a.tld',
    'luca@a.tld\x01n',
    '\\tluca@a.tld@',
  ],
  ...['luca@a.tld*anna@a.tld', 'luca@a.tld*master', 'luca%a.tld', '%u@a.tld', '%{user}@a.tld'],
  // Line breaks inside the name.
  ...['luca@a.tld\r\nAuth-Status: OK', 'luca@a.tld\r\n\r\nx', 'anna\r\nluca@a.tld', 'luca\n@a.tld'],
  // Letters that other programs fold to those of the name.
  ...['ｌｕｃａ', 'ℓuca', 'ⅼuca', '𝓵uca', 'luᴄa', 'luсa', 'lucɑ', 'luca\u0301', 'ŀuca', 'luⓒa'].map(
    (local) => utf8(`${local}@a.tld`),
  ),
  // Text that other programs write before, behind or around an address.
  ...['luca+x@a.tld', '"luca"@a.tld', 'luca(x)@a.tld', '<luca@a.tld>', 'mailto:luca@a.tld'],
  ...['luca@a.tld,anna@a.tld', 'luca@a.tld;x', 'luca@a.tld anna@a.tld', 'luca luca@a.tld'],
  ...['luca@a.tld@a.tld', 'luca@@a.tld', '@luca@a.tld', 'a.tld!luca', '@a.tld:luca@a.tld', 'luca'],
  ...['../luca@a.tld', './luca@a.tld', 'anna/../luca@a.tld', 'luca/@a.tld', '/luca@a.tld'],
  ...['luca@a.tld/x', 'luca@a.tld\\', 'luca@a.tld?x', 'luca@a.tld#x', 'luca@a.tld:143'],
  ...['luca@[127.0.0.1]', 'luca@xa.tld', 'luca@a.tld.b.tld', 'luca@a.tldx', 'luca@.a.tld'],
  ...['%6cuca@a.tld', 'luca@a%2etld', '=6cuca@a.tld', '&AGw-uca@a.tld'],
  ...['__proto__@a.tld', 'constructor', '__proto__', `${'a'.repeat(300)}@a.tld`, ''],
];

/** Protocols whose names cannot hold some octets: their senders replace them, or the name ends there. */
const CANNOT_HOLD: Readonly<Record<string, RegExp>> = {
  'postfix-policy': /\n|^$/,
  'forward-auth': /:/,
  zimbra: /[\r\n]/,
};

async function open({ protocol, settings }: Asker) {
  listener = await openListener({ protocol, ...settings });
}

/** The answer, or what arrived before the connection was closed. */
async function say(octets: Buffer): Promise<string> {
  const text = octets.toString('latin1').replace(' HTTP/1.1\r\n', ' HTTP/1.0\r\n');
  const isHttp = text.includes(' HTTP/1.0\r\n');
  const once = Buffer.from(text, 'latin1');
  return exchange(listener.port, once, isHttp ? {} : { until: '\n\n' });
}

describe.each(ASKERS)('$protocol', (asker) => {
  const { protocol, ask, letsIn } = asker;

  it('asks about the account whose name was typed', async () => {
    await open(asker);
    expect(await say(ask(LUCA))).toMatch(letsIn);
    expect(await say(ask('LUCA@A.TLD'))).toMatch(letsIn);
    const asked = listener.attempts.map(({ account }) => parseAccount(account));
    expect(asked).toMatchObject([{ value: { name: LUCA } }, { value: { name: LUCA } }]);
  });

  it('asks about nobody else, whatever is typed, and lets nobody in unasked', async () => {
    await open(asker);
    for (const name of NAMES) {
      if (CANNOT_HOLD[protocol]?.test(name)) continue;
      const before = listener.attempts.length;
      const answer = await say(ask(name));
      const asked = listener.attempts.slice(before).map(({ account }) => parseAccount(account));
      const what = JSON.stringify(name);
      for (const account of asked) expect(account, what).toMatchObject({ ok: true });
      for (const account of asked)
        expect(account, what).not.toMatchObject({ value: { name: LUCA } });
      if (asked.length === 0) expect(answer, what).not.toMatch(letsIn);
    }
    expect(await say(ask(LUCA))).toMatch(letsIn);
  });

  it.runIf(['zimbra', 'dovecot-auth-policy', 'postfix-policy'].includes(protocol))(
    'a mark before a name is a part of it, where the mail server opens the name as it was given',
    async () => {
      await open(asker);
      for (const before of ['\ufeff', '\u00a0', '\u3000', '\u2028', '\u0085']) {
        expect(await say(ask(utf8(`${before}${LUCA}`)))).not.toMatch(letsIn);
      }
      expect(listener.attempts).toEqual([]);
    },
  );

  it('a message of a policy stays a message: it ends no line, header or answer', async () => {
    await open(asker);
    const evil = `No.\r\nAuth-Status: OK\r\n\r\nallow anna@a.tld\naction=DUNNO\n\n{"status":0}\0\x01\u2028`;
    listener.answer({ kind: 'deny', reason: 'NO_RULE', message: evil });
    const answer = await say(ask(LUCA));
    expect(answer).not.toMatch(letsIn);
    const [head = '', ...rest] = answer.split('\r\n\r\n');
    expect(rest.length).toBe(protocol === 'postfix-policy' ? 0 : 1);
    expect(head).not.toMatch(/^(Auth-Status: OK|action=DUNNO|allow )/m);
    expect(rest.join('')).not.toMatch(/^(Auth-Status|allow |action=)/m);
    expect(answer).not.toContain('\0');
  });
});
