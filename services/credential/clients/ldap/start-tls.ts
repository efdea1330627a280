import type { Socket } from 'node:net';

/** ExtendedRequest 1.3.6.1.4.1.1466.20037 with message id 1 (RFC 4511 section 4.14.1). */
const REQUEST = Buffer.concat([
  Buffer.from([0x30, 29, 0x02, 1, 1, 0x77, 24, 0x80, 22]),
  Buffer.from('1.3.6.1.4.1.1466.20037'),
]);
const LONGEST_RESPONSE = 4096;

/**
 * Asks the server on a plaintext connection to start TLS, and resolves once it has agreed.
 *
 * Nothing may follow the server's answer. An attacker in the middle could append data that would later be read as if it
 * came under TLS.
 * @throws Error if the server refuses, or sends anything else or more
 */
export function requestStartTls(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const leave = () => {
      socket.off('data', onData).off('error', onError).off('close', onClose);
      socket.pause();
    };
    const onError = (error: Error) => {
      leave();
      reject(error);
    };
    const onClose = () => onError(new Error('the server closed the connection before TLS'));
    const onData = (data: Buffer) => {
      received = Buffer.concat([received, data]);
      try {
        if (!isComplete(received)) return;
        leave();
        resolve();
      } catch (error) {
        onError(error as Error);
      }
    };
    socket.on('data', onData).on('error', onError).on('close', onClose);
    socket.write(REQUEST);
  });
}

/**
 * Whether the answer is complete.
 * @throws Error unless it is a success and nothing follows it
 */
export function isComplete(received: Buffer): boolean {
  const message = readTlv(received, 0);
  if (message === undefined) {
    if (received.length > LONGEST_RESPONSE) throw new Error('the answer to StartTLS is too long');
    return false;
  }
  if (received.length > message.end) throw new Error('something followed the answer to StartTLS');
  const id = readTlv(received, message.start);
  const response = id && readTlv(received, id.end);
  const code = response && readTlv(received, response.start);
  if (message.tag !== 0x30 || id?.tag !== 0x02 || response?.tag !== 0x78 || code?.tag !== 0x0a) {
    throw new Error('no answer to StartTLS');
  }
  if (received[id.start] !== 1 || code.end - code.start !== 1)
    throw new Error('no answer to StartTLS');
  const result = received[code.start];
  if (result !== 0) throw new Error(`the server refuses StartTLS (result ${result})`);
  return true;
}

/** Reads a BER element of definite length. Undefined if it is incomplete. */
function readTlv(
  bytes: Buffer,
  at: number,
): { tag: number; start: number; end: number } | undefined {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined) return undefined;
  const lengthOctets = first < 0x80 ? 0 : first & 0x7f;
  if (lengthOctets > 4 || first === 0x80) throw new Error('no answer to StartTLS');
  const start = at + 2 + lengthOctets;
  if (bytes.length < start) return undefined;
  const length = lengthOctets === 0 ? first : bytes.readUIntBE(at + 2, lengthOctets);
  return bytes.length < start + length ? undefined : { tag, start, end: start + length };
}
