import { createHash } from 'node:crypto';

/** SHA-256 of a request as it travels. */
export function requestDigest(request: Uint8Array): Buffer {
  return createHash('sha256').update(request).digest();
}

/**
 * What an `act` ticket is bound to: one method, whom or what it is about, and the very request.
 * @param act.rpc `package.Service/Method`
 * @param act.subject a canonical account, a domain, or `*`
 */
export function actDigest(act: {
  readonly rpc: string;
  readonly subject: string;
  readonly request: Uint8Array;
}): string {
  // Neither a method nor an account holds a line break.
  const said = `${act.rpc}\n${act.subject}\n`;
  return createHash('sha256').update(said).update(act.request).digest('base64url');
}
