/** No service that we ask has more to say than a few KiB. */
const MOST_ANSWER = 256 * 1024;

/**
 * Reads the whole body of an answer, however much its sender sends. Reading ends, and the connection with it, past
 * `MOST_ANSWER` octets. Where `fetch` decompresses an answer, the octets that come out count.
 * @throws RangeError if it is longer
 */
export async function readAnswer(body: AsyncIterable<Uint8Array> | null): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body ?? []) {
    length += part.byteLength;
    if (length > MOST_ANSWER) throw new RangeError(`longer than ${MOST_ANSWER} octets`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
