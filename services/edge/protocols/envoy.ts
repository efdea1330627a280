import { isService } from '../../../libs/names/services.js';
import { type Hop, hopsOfForwardedFor, locate } from '../../../libs/names/true-address.js';
import type { CheckAnswer, HttpCheck } from '../grpc/ext-authz-service.js';
import type { ProtocolParts } from './protocol.js';
import { answerOf } from './web/answers.js';
import { withoutOwnCookies } from './web/cookies.js';
import { readLogin } from './web/read-request.js';

/**
 * Envoy's `ext_authz`: like forward authentication, with the service in the route's context extensions. The certificate
 * identifies the Envoy that asks, and Envoy states its client's address.
 */
export function envoy(
  parts: ProtocolParts & {
    signIn: string | undefined;
    /** Whether the mail server behind compares the password itself. */
    handOnPassword: boolean;
  },
): (check: HttpCheck) => Promise<CheckAnswer> {
  return async ({ service, headers, source }) => {
    if (!isService(service)) return { status: 503, body: 'context_extensions: no such service\n' };
    const client: Hop = { address: source, source: 'peer' };
    // If the client is not a trusted proxy, the header it sends is only its own claim.
    const located = locate(
      hopsOfForwardedFor(client, withoutOwn(headers['x-forwarded-for'], source)),
      parts.isTrusted,
      0,
    );
    const outcome = await parts.decide(readLogin({ headers }, service), located);
    const remove = parts.handOnPassword ? CONSUMED : ['authorization', ...CONSUMED];
    const answer = answerOf(parts, outcome, service);
    const cookies = withoutOwnCookies(headers.cookie ?? '');
    if (outcome.kind !== 'allow' || cookies === (headers.cookie ?? ''))
      return { ...answer, remove };
    if (cookies === '') return { ...answer, remove: [...remove, 'cookie'] };
    return { ...answer, headers: { ...answer.headers, Cookie: cookies }, remove };
  };
}

/**
 * Headers for Gatepost only, which nobody behind it needs. Also variants of X-Gatepost-Account, which Envoy does not
 * overwrite, but which a mail server that equates `-` and `_` would read as that header (RFC 3875 section 4.1.18).
 */
const CONSUMED = [
  ...['x-gatepost-otp', 'x-gatepost-recovery-code', 'x-gatepost-authenticator'],
  ...['x-gatepost-remember', 'x-gatepost-device-label'],
  ...['x_gatepost_account', 'x-gatepost_account', 'x_gatepost-account'],
];

/** With `use_remote_address`, Envoy has appended the address that it also tells us. */
function withoutOwn(header: string | undefined, source: string): string | undefined {
  const entries = header?.split(',').map((entry) => entry.trim()) ?? [];
  if (entries.at(-1) === source) entries.pop();
  return entries.join(',') || undefined;
}
