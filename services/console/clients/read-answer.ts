/** The sign-in page's longest answer is a few KiB. */
const MOST_ANSWER = 256 * 1024;

/**
 * Reads the whole body of an answer, however much its sender sends. Reading ends, and the connection with it, past
 * `MOST_ANSWER` octets.
 * @throws RangeError if it is longer
 */
export async function readAnswer(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body) {
    length += part.byteLength;
    if (length > MOST_ANSWER) throw new RangeError(`longer than ${MOST_ANSWER} octets`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
