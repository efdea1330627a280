import { type AccountLine, type BadLine, bad, linesOf, whyNoPassword } from './account-line.js';

interface Entry {
  readonly line: number;
  /** By attribute name in lower case, without options such as `;lang-en`. */
  readonly values: Map<string, Buffer[]>;
  /** Why a value cannot be read, or that it is stored elsewhere. */
  fault: string | undefined;
}

/**
 * LDIF (RFC 2849), as `slapcat` and `ldapsearch` write it. The account is the first value of
 * `attribute`, the hash the first value of userPassword. Entries without `attribute` are skipped.
 */
export function readLdif(
  content: Buffer,
  { attribute, domain }: { readonly attribute: string; readonly domain: string },
): (AccountLine | BadLine)[] {
  return readEntries(content).flatMap(({ line, values, fault }): (AccountLine | BadLine)[] => {
    const name = values.get(attribute.toLowerCase())?.[0]?.toString('utf8').trim();
    if (name === undefined) return fault === undefined ? [] : [bad(line, '', fault)];
    const account = name.includes('@') || domain === '' ? name : `${name}@${domain}`;
    const why = fault ?? whyNot(values);
    if (why !== undefined) return [bad(line, account, why)];
    return [{ line, account, hash: trimmed(values.get('userpassword')?.[0] ?? Buffer.alloc(0)) }];
  });
}

/** Attributes that mark an entry as disabled: OpenLDAP, 389, Zimbra, qmail. */
const DISABLED: Readonly<Record<string, RegExp>> = {
  pwdaccountlockedtime: /^000001010000Z$/,
  nsaccountlock: /^true$/i,
  zimbraaccountstatus: /^(?!active$)/i,
  carbonioaccountstatus: /^(?!active$)/i,
  accountstatus: /^(?:disabled|deleted|noaccess)$/i,
};

function whyNot(values: Entry['values']): string | undefined {
  const first = (name: string) => values.get(name)?.[0]?.toString('utf8').trim();
  const change = first('changetype');
  if (change !== undefined && change !== 'add') return `a change (${change}), not an entry`;
  const disabled = Object.entries(DISABLED).find(([name, off]) => off.test(first(name) ?? ''));
  // Without the attribute, the entry is not disabled.
  if (disabled !== undefined && values.has(disabled[0])) return `it is disabled (${disabled[0]})`;
  return whyNoPassword(first('userpassword') ?? '');
}

/**
 * The base64 was often made from a line with its line end. A password in the clear keeps its
 * spaces.
 */
function trimmed(hash: Buffer): Buffer {
  const text = hash.toString('latin1').replace(/[\r\n]+$/, '');
  return Buffer.from(/^\{(?:PLAIN|CLEAR)/i.test(text) ? text : text.trim(), 'latin1');
}

function readEntries(content: Buffer): Entry[] {
  const entries: Entry[] = [];
  let entry: Entry | undefined;
  for (const { line, text } of unfolded(content)) {
    if (text.startsWith('#') || /^version:/i.test(text)) continue;
    if (text === '') {
      entry = undefined;
      continue;
    }
    if (entry === undefined) {
      entry = { line, values: new Map(), fault: undefined };
      entries.push(entry);
    }
    readLine(entry, text);
  }
  return entries;
}

function readLine(entry: Entry, text: string): void {
  const match = /^([A-Za-z0-9.-]+)(?:;[^:]*)?:([:<]?) *(.*)$/.exec(text);
  if (match === null) {
    entry.fault = 'not a line of LDIF';
    return;
  }
  const [, name = '', kind, value = ''] = match;
  if (kind === '<') {
    if (name.toLowerCase() === 'userpassword') entry.fault = 'its password is in another file';
    return;
  }
  const octets = kind === ':' ? Buffer.from(value, 'base64') : Buffer.from(value);
  const key = name.toLowerCase();
  entry.values.set(key, [...(entry.values.get(key) ?? []), octets]);
}

/** A line that begins with a space continues the one before. */
function unfolded(content: Buffer): { line: number; text: string }[] {
  const lines: { line: number; text: string }[] = [];
  for (const [index, text] of linesOf(content).entries()) {
    const last = lines.at(-1);
    if (text.startsWith(' ') && last !== undefined) last.text += text.slice(1);
    else lines.push({ line: index + 1, text });
  }
  return lines;
}
