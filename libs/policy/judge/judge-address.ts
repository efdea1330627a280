/** Whether an address lies in a range, both given as text. Written as plainly as possible. */
export function isInRange(address: string, range: string): boolean {
  const [base, prefix] = range.split('/') as [string, string];
  const [family, value] = numberOf(address);
  const [rangeFamily, low] = numberOf(base);
  const size = 1n << BigInt((rangeFamily === 4 ? 32 : 128) - Number(prefix));
  return family === rangeFamily && value >= low && value < low + size;
}

/** The version of an address and its number; `::ffff:a.b.c.d` is version 4. */
export function numberOf(address: string): [4 | 6, bigint] {
  if (!address.includes(':')) return [4, dotted(address)];
  const [text, tail] = splitTail(address);
  const [head, rest] = text.split('::') as [string, string | undefined];
  const before = head.split(':').filter((group) => group !== '');
  const after = (rest ?? '').split(':').filter((group) => group !== '');
  const zeros = Array<string>(8 - before.length - after.length).fill('0');
  const hex = [...before, ...zeros, ...after].map((group) => group.padStart(4, '0')).join('');
  const value = BigInt(`0x${hex}`) + tail;
  return value >> 32n === 0xffffn ? [4, value & 0xffffffffn] : [6, value];
}

/** Splits `::1.2.3.4` into `::0:0` and the number of `1.2.3.4`. */
function splitTail(address: string): [string, bigint] {
  const at = address.lastIndexOf(':') + 1;
  const last = address.slice(at);
  return last.includes('.') ? [`${address.slice(0, at)}0:0`, dotted(last)] : [address, 0n];
}

function dotted(text: string): bigint {
  return text.split('.').reduce((number, part) => number * 256n + BigInt(part), 0n);
}
