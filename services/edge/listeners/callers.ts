import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { Secret } from '../../../libs/config/index.js';
import { identifyPeer } from '../../../libs/grpc/index.js';
import { readBasic } from '../core/basic.js';

/** The header in which a front-end sends the listener's secret. */
export const SECRET_HEADER = 'x-gatepost-secret';

/** Who may ask a listener: anyone who knows its secret or holds one of these certificates. */
export type Callers =
  | {
      readonly kind: 'secret';
      readonly secret: Secret;
      /** Where the secret is sent: in our header; as the end of the path; or in our header or as the Basic password. */
      readonly said: 'header' | 'path' | 'basic';
    }
  | { readonly kind: 'certificates'; readonly identities: readonly string[] };

/**
 * Whether a request is allowed to ask. TLS has verified the certificate's chain.
 * @param path without the query
 */
export function maySpeak(callers: Callers, request: IncomingMessage, path: string): boolean {
  switch (callers.kind) {
    case 'secret': {
      const said = callers.said === 'path' ? lastSegment(path) : secretOf(callers.said, request);
      return typeof said === 'string' && isSecret(callers.secret, said);
    }
    case 'certificates':
      return callers.identities.includes(identityOf(request) ?? '');
    default:
      return callers satisfies never;
  }
}

function secretOf(said: 'header' | 'basic', { headers }: IncomingMessage) {
  const basic = said === 'basic' ? readBasic(headers.authorization) : undefined;
  return basic?.password.toString('latin1') ?? headers[SECRET_HEADER];
}

function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Compares in constant time, whatever the length of the input. */
export function isSecret(secret: Secret, said: string): boolean {
  const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest();
  return timingSafeEqual(digest(secret.bytes()), digest(Buffer.from(said, 'latin1')));
}

function identityOf({ socket }: IncomingMessage): string | undefined {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
  const { subjectaltname } = socket.getPeerCertificate();
  try {
    return identifyPeer(subjectaltname === undefined ? {} : { subjectaltname }).uri;
  } catch {
    return undefined;
  }
}
