/** RFC 5952: lower case, no leading zeros, the first longest run of two or more zeros as `::`. */
export function formatIpv6(a: number, b: number, c: number, d: number): string {
  const groups = [
    a >>> 16,
    a & 0xffff,
    b >>> 16,
    b & 0xffff,
    c >>> 16,
    c & 0xffff,
    d >>> 16,
    d & 0xffff,
  ];
  let start = -1;
  let longest = 1;
  let length = 0;
  for (let i = 0; i < 8; i++) {
    length = groups[i] === 0 ? length + 1 : 0;
    if (length > longest) {
      longest = length;
      start = i - length + 1;
    }
  }
  let text = '';
  for (let i = 0; i < 8; i++) {
    if (i === start) {
      text += '::';
      i += longest - 1;
    } else {
      if (text !== '' && !text.endsWith(':')) text += ':';
      text += (groups[i] as number).toString(16);
    }
  }
  return text;
}
