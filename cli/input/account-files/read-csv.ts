import { type AccountLine, type BadLine, bad } from './account-line.js';

const ACCOUNT_COLUMNS = ['account', 'email', 'mail', 'address', 'username', 'user', 'login'];
const HASH_COLUMNS = ['hash', 'password_hash', 'password', 'userpassword', 'passwd', 'crypt'];

/**
 * CSV (RFC 4180) of an account and a hash: the columns that the first line names (`account`, `email`, `user`
 * …; `hash`, `password` …), else the first two. Commas, semicolons or tabs.
 */
export function readCsv(content: Buffer, domain: string): (AccountLine | BadLine)[] {
  const text = content.toString('utf8').replace(/^\ufeff/, '');
  const records = readRecords(text, separatorOf(text));
  const columns = headerOf(records[0]?.cells ?? []);
  const rows = columns === undefined ? records : records.slice(1);
  const { account: accountAt, hash: hashAt } = columns ?? { account: 0, hash: 1 };
  return rows
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
    .map(({ line, cells, isWhole }) => {
      const name = (cells[accountAt] ?? '').trim();
      const account =
        name === '' || name.includes('@') || domain === '' ? name : `${name}@${domain}`;
      if (!isWhole) return bad(line, account, 'a quoted field does not end');
      return { line, account, hash: Buffer.from((cells[hashAt] ?? '').trim()) };
    });
}

function headerOf(cells: readonly string[]): { account: number; hash: number } | undefined {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const account = names.findIndex((name) => ACCOUNT_COLUMNS.includes(name));
  const hash = names.findIndex((name) => HASH_COLUMNS.includes(name));
  return account < 0 ? undefined : { account, hash };
}

/** Of the first line, the one that is there most; a hash may hold commas, but no account does. */
function separatorOf(text: string): string {
  const first = text.split(/\r?\n/, 1)[0] ?? '';
  const at = [',', ';', '\t'].map((one) => ({ one, index: first.indexOf(one) }));
  const there = at.filter(({ index }) => index >= 0).sort((a, b) => a.index - b.index);
  return there[0]?.one ?? ',';
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
    } else if (character === '"' && cell === '') quoted = true;
    else if (character === separator) {
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
