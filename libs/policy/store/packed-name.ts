// A name as words of four characters, so that it can be stored beside what is decided for it.

/** The number of words that a name takes. */
export function nameLength(name: string): number {
  return (name.length + 3) >>> 2;
}

/** @throws Error if a character is not ASCII: canonical names have none */
export function writeName(words: Uint32Array, at: number, name: string): void {
  for (let n = 0; n < name.length; n++) {
    const code = name.charCodeAt(n);
    if (code > 127) throw new Error('a policy for a name that is not canonical');
    words[at + (n >>> 2)] = (words[at + (n >>> 2)] as number) | (code << (8 * (n & 3)));
  }
}

/** Whether exactly this name is stored at `at`. */
export function isNameAt(words: Uint32Array, at: number, name: string): boolean {
  const length = name.length;
  const whole = length & ~3;
  let word = at;
  for (let n = 0; n < whole; n += 4) {
    const a = name.charCodeAt(n);
    const b = name.charCodeAt(n + 1);
    const c = name.charCodeAt(n + 2);
    const d = name.charCodeAt(n + 3);
    if ((a | b | c | d) > 127) return false;
    if (words[word++] !== (a | (b << 8) | (c << 16) | (d << 24))) return false;
  }
  let rest = 0;
  for (let n = whole; n < length; n++) {
    const code = name.charCodeAt(n);
    if (code > 127) return false;
    rest |= code << (8 * (n & 3));
  }
  return whole === length || words[word] === rest;
}

/** FNV-1a, with a final mix. */
export function hashName(name: string): number {
  let hash = 0x811c9dc5;
  for (let n = 0; n < name.length; n++) {
    hash = Math.imul(hash ^ name.charCodeAt(n), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
