import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { LdapRules, LdapServer } from './allowed.js';
import { requestStartTls } from './start-tls.js';

/**
 * Opens a connection under TLS, which starts at once or by StartTLS. The certificate is checked against the server's
 * name. Nothing else is sent before.
 * @throws Error; the reason of `signal` if it is aborted first
 */
export async function openSocket(
  server: LdapServer,
  { ca }: Pick<LdapRules, 'ca'>,
  signal: AbortSignal,
): Promise<TLSSocket> {
  const { host, port } = server;
  const plain = connectTcp({ host, port, noDelay: true, keepAlive: true });
  const abort = () => plain.destroy(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  // The caller sees the error through `once`; this keeps it from going unhandled.
  plain.on('error', () => undefined);
  try {
    signal.throwIfAborted();
    await once(plain, 'connect');
    if (!server.implicitTls) await requestStartTls(plain);
    const secure = connectTls({
      socket: plain,
      host,
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(ca === undefined ? {} : { ca }),
      minVersion: 'TLSv1.2',
      rejectUnauthorized: true,
    });
    await once(secure, 'secureConnect');
    return secure;
  } catch (error) {
    plain.destroy();
    throw error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function once(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => socket.off(event, done).off('error', fail).off('close', closed);
    const done = () => {
      leave();
      resolve();
    };
    const fail = (error: Error) => {
      leave();
      reject(error);
    };
    const closed = () => fail(new Error('the server closed the connection'));
    socket.once(event, done).once('error', fail).once('close', closed);
  });
}
