import type { Service } from '../../../libs/names/services.js';
import { octetsOf, plainLine, textOf } from '../core/escapes.js';
import { withoutChallenge } from '../core/outcome.js';
import { type Handle, headerOf } from '../listeners/http.js';
import { locateReport, type ProtocolParts } from './protocol.js';

/**
 * Zimbra's `custom:hosted`: everything in headers, nothing escaped. Only the status 200 with
 * `Auth-Status: OK` lets in; any other status is told to the person as a failure.
 */
export function zimbra(
  parts: ProtocolParts & { protocols: Readonly<Record<string, Service>> },
): Handle {
  const { decide, isTrusted, protocols } = parts;
  return async ({ headers, connection }) => {
    const [user, password, protocol, address] = [
      headerOf(headers, 'auth-user'),
      headerOf(headers, 'auth-pass'),
      headerOf(headers, 'auth-protocol') ?? '',
      headerOf(headers, 'client-ip'),
    ];
    const service = Object.hasOwn(protocols, protocol) ? protocols[protocol] : undefined;
    if (user === undefined || password === undefined || service === undefined) {
      return { status: 400, headers: { 'Auth-Status': 'bad request' } };
    }
    const outcome = await decide(
      {
        account: textOf(octetsOf(user)),
        service,
        proof: { kind: 'password', bytes: asUtf8(password) },
        userAgent: headerOf(headers, 'auth-user-agent'),
      },
      locateReport(connection, [address ? { address, source: 'auth-hook' } : undefined], isTrusted),
    );
    if (outcome.kind === 'allow') return { status: 200, headers: { 'Auth-Status': 'OK' } };
    const refused = withoutChallenge(outcome);
    const status = refused.kind === 'undecided' ? 503 : 403;
    return { status, headers: { 'Auth-Status': plainLine(refused.message) } };
  };
}

/** Zimbra's HTTP client writes headers in ISO-8859-1; passwords are kept as UTF-8. */
function asUtf8(value: string): Buffer {
  return Buffer.from(textOf(octetsOf(value)));
}
