import type { IncomingHttpHeaders } from 'node:http';
import type { Service } from '../../../libs/names/services.js';
import type { Hop, IsTrusted } from '../../../libs/names/true-address.js';
import { octetsOf, plainLine, textOf } from '../core/escapes.js';
import { withoutChallenge } from '../core/outcome.js';
import { type Handle, headerOf } from '../listeners/http.js';
import { locateReport, type ProtocolParts } from './protocol.js';

/**
 * Zimbra's `custom:hosted`: everything is in unescaped headers. Only status 200 with `Auth-Status: OK` allows the
 * login. Zimbra shows any other status to the person as a failure.
 */
export function zimbra(
  parts: ProtocolParts & { protocols: Readonly<Record<string, Service>> },
): Handle {
  const { decide, isTrusted, protocols } = parts;
  return async ({ headers, connection }) => {
    const [user, password, protocol] = [
      headerOf(headers, 'auth-user'),
      headerOf(headers, 'auth-pass'),
      headerOf(headers, 'auth-protocol') ?? '',
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
      locateReport(connection, hopsOf(headers, isTrusted), isTrusted),
    );
    if (outcome.kind === 'allow') return { status: 200, headers: { 'Auth-Status': 'OK' } };
    const refused = withoutChallenge(outcome);
    const status = refused.kind === 'deny' ? 403 : 503;
    return { status, headers: { 'Auth-Status': plainLine(refused.message) } };
  };
}

/**
 * `X-ZIMBRA-REMOTE-ADDR` is the peer that connected to Zimbra, and `Client-IP` the client that a proxy of Zimbra's
 * named. A proxy that named no client is not taken for the client.
 */
function hopsOf(headers: IncomingHttpHeaders, isTrusted: IsTrusted): (Hop | undefined)[] {
  const hop = (address: string | undefined): Hop | undefined =>
    address ? { address, source: 'auth-hook' } : undefined;
  const [client, remote] = [
    hop(headerOf(headers, 'client-ip')),
    hop(headerOf(headers, 'x-zimbra-remote-addr')),
  ];
  const isProxy = isTrusted(remote?.address ?? '');
  return client === undefined && isProxy ? [] : [remote, client];
}

/** Zimbra's HTTP client writes headers in ISO-8859-1, but passwords are stored as UTF-8. */
function asUtf8(value: string): Buffer {
  return Buffer.from(textOf(octetsOf(value)));
}
