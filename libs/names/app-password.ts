/**
 * The format of an app password: `gp`, 6 public symbols, 17 secret symbols (84 bits) and 3 checksum
 * symbols; 28 in all, written in groups of four.
 *
 * The 31 symbols leave out 0 O 1 I l. 31 is prime, so the checksum is a Reed-Solomon code of
 * distance 4 over the integers modulo 31. It detects any three wrong symbols and any two swapped
 * ones. Of arbitrary texts with the right prefix and length, one in 30,000 passes.
 */
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz';
const MODULUS = ALPHABET.length;
const PREFIX = 'gp';
const PUBLIC_SYMBOLS = 6;
const SECRET_SYMBOLS = 17;
const CHECK_SYMBOLS = 3;
const DATA_SYMBOLS = PREFIX.length + PUBLIC_SYMBOLS + SECRET_SYMBOLS;
const TOTAL_SYMBOLS = DATA_SYMBOLS + CHECK_SYMBOLS;

/** Including separators: nobody types more than one space and one hyphen for each symbol. */
const MAX_OCTETS = 128;

/** Both parts in canonical spelling: lower case, without separators. */
export interface AppPasswordParts {
  /** Not secret: an index finds the app password by it. */
  readonly publicPart: string;
  readonly secretPart: string;
}

/**
 * Reads an app password as typed or pasted. Spaces, hyphens (any dash) and case are ignored.
 * Undefined if the format does not match: it is then another kind of password, or a mistyped one.
 */
export function parseAppPassword(typed: Uint8Array | string): AppPasswordParts | undefined {
  if (typed.length < TOTAL_SYMBOLS || typed.length > MAX_OCTETS) return undefined;
  const text = typeof typed === 'string' ? typed : Buffer.from(typed).toString('utf8');
  const symbols = text.replace(/[\s\p{Pd}]/gu, '').toLowerCase();
  if (symbols.length !== TOTAL_SYMBOLS || !symbols.startsWith(PREFIX)) return undefined;
  const check = remainder(symbols);
  if (check === undefined || check.some((value) => value !== 0)) return undefined;
  const secretAt = PREFIX.length + PUBLIC_SYMBOLS;
  return {
    publicPart: symbols.slice(PREFIX.length, secretAt),
    secretPart: symbols.slice(secretAt, DATA_SYMBOLS),
  };
}

/** As shown to the person: `gp4k-x2m9-…`, lower case. */
export function formatAppPassword(parts: AppPasswordParts): string {
  const data = PREFIX + parts.publicPart + parts.secretPart;
  const check = remainder(data.padEnd(TOTAL_SYMBOLS, ALPHABET[0]));
  if (data.length !== DATA_SYMBOLS || check === undefined) throw new RangeError('not the parts');
  const symbols = data + check.map((value) => ALPHABET[(MODULUS - value) % MODULUS]).join('');
  return symbols.match(/.{4}/g)?.join('-') ?? symbols;
}

/** Makes a new app password from `randomBytes`, which returns `n` unpredictable bytes. */
export function drawAppPassword(randomBytes: (n: number) => Uint8Array): AppPasswordParts {
  return {
    publicPart: drawSymbols(PUBLIC_SYMBOLS, randomBytes),
    secretPart: drawSymbols(SECRET_SYMBOLS, randomBytes),
  };
}

/** Bytes of 248 and more are discarded: they would favour some symbols. */
function drawSymbols(count: number, randomBytes: (n: number) => Uint8Array): string {
  const fair = 256 - (256 % MODULUS);
  let symbols = '';
  while (symbols.length < count) {
    for (const byte of randomBytes(count - symbols.length)) {
      if (byte < fair) symbols += ALPHABET[byte % MODULUS];
    }
  }
  return symbols;
}

/** (x - 3)(x - 3²)(x - 3³), without its leading 1; 3 generates the multiplicative group modulo 31. */
const GENERATOR: readonly number[] = generator();

function generator(): number[] {
  let polynomial = [1];
  for (let root = 3, i = 0; i < CHECK_SYMBOLS; i++, root = (root * 3) % MODULUS) {
    const next = [...polynomial, 0];
    polynomial.forEach((value, at) => {
      next[at + 1] = ((next[at + 1] ?? 0) + value * (MODULUS - root)) % MODULUS;
    });
    polynomial = next;
  }
  return polynomial.slice(1);
}

/**
 * The remainder of the symbols, as a polynomial, divided by the generator; undefined if one is not
 * a symbol.
 */
function remainder(symbols: string): number[] | undefined {
  const register = new Array<number>(CHECK_SYMBOLS).fill(0);
  for (const symbol of symbols) {
    const value = ALPHABET.indexOf(symbol);
    if (value < 0) return undefined;
    const out = register.shift() ?? 0;
    register.push(value);
    GENERATOR.forEach((factor, i) => {
      register[i] = ((register[i] ?? 0) + out * (MODULUS - factor)) % MODULUS;
    });
  }
  return register;
}
