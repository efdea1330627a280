import { closeSync, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';

/** A key with its id. */
export interface NamedKey {
  readonly id: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

const KEY_OCTETS = 32;
const ID = /^[A-Za-z0-9._-]{1,64}$/;

/**
 * Reads a key file: one key a line, `id base64-of-32-bytes`, the newest last. Empty lines and lines
 * that begin with `#` are ignored.
 * @throws Error that says what is wrong and in which line, without quoting it
 */
export function readKeys(text: string): NamedKey[] {
  const keys: NamedKey[] = [];
  text.split(/\r?\n/).forEach((line, index) => {
    if (/^\s*(#|$)/.test(line)) return;
    const fault = (what: string) => new Error(`line ${index + 1} ${what}`);
    const [id = '', base64 = '', ...rest] = line.trim().split(/\s+/);
    const key = Buffer.from(base64, 'base64');
    if (rest.length > 0 || !ID.test(id)) throw fault('is not an id and a key');
    if (key.length !== KEY_OCTETS || key.toString('base64') !== base64) {
      throw fault('does not hold 32 bytes in base64');
    }
    // A constant, or text that a person typed, is not a key.
    if (new Set(key).size < 8) throw fault('holds no random key');
    if (keys.some((known) => known.id === id)) throw fault('repeats an id');
    if (keys.some((known) => known.key.equals(key))) throw fault('repeats a key');
    keys.push({ id, key });
  });
  if (keys.length === 0) throw new Error('holds no key');
  return keys;
}

/** @throws Error as `readKeys`, or if anyone but the service may read the file */
export function readKeyFile(path: string): NamedKey[] {
  const file = openSync(path, 'r');
  try {
    const open = whoElseMayRead(fstatSync(file), process.getuid?.());
    if (open !== undefined) throw new Error(open);
    return readKeys(readFileSync(file, 'utf8'));
  } finally {
    closeSync(file);
  }
}

/**
 * What is wrong with the permissions of a key file; undefined if nothing is. The group may read it
 * if the file is not ours: a secret mounted into a container can be read in no other way.
 */
export function whoElseMayRead(
  { mode, uid }: Pick<Stats, 'mode' | 'uid'>,
  self: number | undefined,
): string | undefined {
  const allowed = self !== undefined && uid !== self ? 0o640 : 0o600;
  if ((mode & 0o177 & ~allowed) === 0) return undefined;
  const shown = (mode & 0o777).toString(8).padStart(4, '0');
  return `has mode ${shown}, which lets others at the keys: make it 0600`;
}

/** A line of a key file. `key` is 32 unpredictable bytes. */
export function formatKey({ id, key }: NamedKey): string {
  const line = `${id} ${key.toString('base64')}\n`;
  readKeys(line);
  return line;
}
