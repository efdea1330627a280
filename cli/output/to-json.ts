/** Data from elsewhere, whose keys are kept as they are. */
export class AsIs {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

/** Characters that move a terminal's cursor or change the text direction, and that JSON allows. */
const UNPRINTABLE = /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

/**
 * The output of `--json`: times as RFC 3339, whole numbers beyond 2^53 as text, bytes as base64,
 * keys in snake_case as in the protocol. With `stream`, one line each, so that a reader can follow.
 */
export function toJson(value: unknown, options: { stream?: boolean } = {}): string {
  return JSON.stringify(plain(value), null, options.stream ? 0 : 2).replace(
    UNPRINTABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function plain(value: unknown): unknown {
  if (value instanceof AsIs) return value.value;
  if (typeof value === 'bigint') {
    return value <= Number.MAX_SAFE_INTEGER ? Number(value) : value.toString();
  }
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, held]) => held !== undefined);
  return Object.fromEntries(entries.map(([key, held]) => [snakeCase(key), plain(held)]));
}

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
