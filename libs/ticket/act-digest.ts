import { createHash } from 'node:crypto';

/** The SHA-256 digest of a request as sent. */
export function requestDigest(request: Uint8Array): Buffer {
  return createHash('sha256').update(request).digest();
}

/**
 * The digest that binds an `act` ticket to one method, one subject and one exact request.
 * @param act.rpc `package.Service/Method`
 * @param act.subject a canonical account, a domain, `*`, or a client of the sign-in page (`client:<id>`)
 */
export function actDigest(act: {
  readonly rpc: string;
  readonly subject: string;
  readonly request: Uint8Array;
}): string {
  // Neither a method nor a subject contains a line break.
  const said = `${act.rpc}\n${act.subject}\n`;
  return createHash('sha256').update(said).update(act.request).digest('base64url');
}
