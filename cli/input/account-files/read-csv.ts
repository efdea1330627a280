import { type AccountLine, type BadLine, bad, whyNoPassword } from './account-line.js';
import { textOf } from './text-of.js';

/** Compared without anything but letters, so that `E-Mail`, `e_mail` and `email` are the same. */
const ACCOUNT_COLUMNS = [
  ...['account', 'email', 'mail', 'address', 'username', 'user', 'login'],
  ...['emailaddress', 'mailaddress', 'primaryemail', 'userprincipalname', 'mailbox'],
];
const HASH_COLUMNS = [
  ...['hash', 'passwordhash', 'password', 'userpassword', 'passwd', 'crypt'],
  ...['hashedpassword', 'encryptedpassword', 'cryptpassword'],
];

/**
 * CSV (RFC 4180) with an account and a hash in the columns that the first line names (`account`,
 * `email`, `user` …; `hash`, `password` …), else in the first two. Separated by commas, semicolons
 * or tabs.
 */
export function readCsv(content: Buffer, domain: string): (AccountLine | BadLine)[] {
  const { text, separator } = separated(textOf(content));
  const records = readRecords(text, separator);
  const columns = headerOf(records[0]?.cells ?? []);
  if (columns !== undefined && columns.hash < 0 && (records[0]?.cells.length ?? 0) > 1) {
    const why = `no column is called ${HASH_COLUMNS.join(', ')}: name the one with the hashes so`;
    return [bad(records[0]?.line ?? 1, '', why)];
  }
  const rows = columns === undefined ? records : records.slice(1);
  const { account: accountAt, hash: hashAt } = columns ?? { account: 0, hash: 1 };
  return rows
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
    .map(({ line, cells, isWhole }) => {
      const name = (cells[accountAt] ?? '').trim();
      const account =
        name === '' || name.includes('@') || domain === '' ? name : `${name}@${domain}`;
      if (!isWhole) return bad(line, account, 'a quoted field does not end');
      const hash = (cells[hashAt] ?? '').trim();
      const why = whyNoPassword(hash);
      return why === undefined
        ? { line, account, hash: Buffer.from(hash) }
        : bad(line, account, why);
    });
}

function headerOf(cells: readonly string[]): { account: number; hash: number } | undefined {
  const names = cells.map((cell) =>
    cell
      .toLowerCase()
      .replace(/\[.*\]/, '')
      .replaceAll(/[^a-z]/g, ''),
  );
  const account = names.findIndex((name) => ACCOUNT_COLUMNS.includes(name));
  const hash = names.findIndex((name) => HASH_COLUMNS.includes(name));
  return account < 0 ? undefined : { account, hash };
}

/**
 * The separator: the one in a first line `sep=;`, which spreadsheets write, else the first one
 * outside quotes. A hash may contain commas, but no account does.
 */
function separated(text: string): { readonly text: string; readonly separator: string } {
  const said = /^sep=([,;\t])\r?\n/i.exec(text);
  // An empty line takes its place, so that line numbers stay right.
  if (said !== null) {
    return { text: `\n${text.slice(said[0].length)}`, separator: said[1] as string };
  }
  const first = (text.split(/\r?\n/, 1)[0] ?? '').replaceAll(/"[^"]*"/g, '');
  return { text, separator: /[,;\t]/.exec(first)?.[0] ?? ',' };
}

interface Record {
  readonly line: number;
  readonly cells: string[];
  readonly isWhole: boolean;
}

function readRecords(text: string, separator: string): Record[] {
  const records: Record[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let start = 1;
  const end = (isWhole: boolean) => {
    if (cells.length > 0 || cell !== '')
      records.push({ line: start, cells: [...cells, cell], isWhole });
    cells = [];
    cell = '';
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (character === '\n') line++;
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') {
        cell += '"';
        at++;
      } else quoted = false;
    } else if (character === '"' && cell.trim() === '') {
      quoted = true;
      cell = '';
    } else if (character === separator) {
      cells.push(cell);
      cell = '';
    } else if (character === '\n') {
      cell = cell.replace(/\r$/, '');
      end(true);
      start = line;
    } else cell += character;
  }
  if (cell !== '' || cells.length > 0 || quoted) end(!quoted);
  return records;
}
