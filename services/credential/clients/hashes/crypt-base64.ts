const ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Writes a number as crypt(3) does, the lowest 6 bits first. */
export function characters(value: number, count: number): string {
  let text = '';
  for (let i = 0; i < count; i++) text += ALPHABET[(value >>> (6 * i)) & 63];
  return text;
}

/** Writes each three octets, the first one lowest, as four characters; a rest becomes two or three characters. */
export function encodeOctets(octets: Uint8Array): string {
  let text = '';
  for (let at = 0; at < octets.length; at += 3) {
    const count = Math.min(3, octets.length - at);
    let value = 0;
    for (let i = 0; i < count; i++) value |= (octets[at + i] ?? 0) << (8 * i);
    text += characters(value, count + 1);
  }
  return text;
}

/** Reverses `encodeOctets`. Undefined if the text is not in that form. */
export function decodeOctets(text: string): Buffer | undefined {
  const octets: number[] = [];
  for (let at = 0; at < text.length; at += 4) {
    const group = [...text.slice(at, at + 4)].map((one) => ALPHABET.indexOf(one));
    if (group.includes(-1) || group.length === 1) return undefined;
    const value = group.reduce((sum, six, i) => sum | (six << (6 * i)), 0);
    if (value >>> (8 * (group.length - 1)) !== 0) return undefined;
    for (let i = 0; i < group.length - 1; i++) octets.push((value >>> (8 * i)) & 255);
  }
  return Buffer.from(octets);
}
