import { readFileSync } from 'node:fs';
import { connect, constants } from 'node:http2';
import { join } from 'node:path';
import { manualClock } from '../../../libs/clock/index.js';
import { packageRoot } from '../../../libs/config/index.js';
import {
  CheckRequest,
  CheckResponse,
} from '../../../libs/gen/envoy/service/auth/v3/external_auth.js';
import { serveToCallers } from '../../../libs/grpc/testing/serve-to-callers.js';
import { trustedIn } from '../../../libs/names/true-address.js';
import { serves } from '../commands/decide.js';
import type { Attempt } from '../core/attempt.js';
import type { Outcome } from '../core/outcome.js';
import { extAuthzService } from '../grpc/ext-authz-service.js';
import type { Claim } from '../ports.js';
import { envoy } from '../protocols/envoy.js';
import { speakForPolicy, T0 } from './open-listener.js';

/** The octets of a request as a front-end writes it; see requests/README.md. */
export function requestOf(name: string): Buffer {
  return readFileSync(join(packageRoot, 'services/edge/testing/requests', name));
}

/** Envoy's own request with changes. */
export function checkOf(change: (request: CheckRequest) => void = () => undefined): Buffer {
  const request = CheckRequest.decode(requestOf('envoy.binpb'));
  change(request);
  return Buffer.from(CheckRequest.encode(request).finish());
}

/**
 * What Envoy makes of an answer: `copyOkResponseMutations` and `onComplete` of its filter.
 * @param sent the client's headers, by name in lower case
 */
export function passOn(
  { status, httpResponse }: CheckResponse,
  sent: Readonly<Record<string, string>>,
):
  | { passes: false; status: number; body: string }
  | { passes: true; upstream: Record<string, string> } {
  if (status?.code !== 0) {
    const denied = httpResponse?.$case === 'deniedResponse' ? httpResponse.value : undefined;
    return { passes: false, status: denied?.status?.code ?? 403, body: denied?.body ?? '' };
  }
  const ok = httpResponse?.$case === 'okResponse' ? httpResponse.value : undefined;
  const upstream = new Map(Object.entries(sent));
  // Overwritten or added first, removed last; a header to be appended to would be joined.
  for (const { header, appendAction } of ok?.headers ?? []) {
    const name = header?.key.toLowerCase() ?? '';
    const before = appendAction === 2 ? '' : `${upstream.get(name) ?? ''},`;
    upstream.set(name, `${before}${header?.value}`);
  }
  for (const name of ok?.headersToRemove ?? []) upstream.delete(name);
  return { passes: true, upstream: Object.fromEntries(upstream) };
}

/** edge's gRPC listener over mutual TLS, with the test in the place of policy. */
export interface OpenEnvoy {
  readonly attempts: Attempt[];
  readonly claims: Claim[];
  answer(outcome: Outcome): void;
  /** Sends a message in a gRPC call; `status` is the gRPC status. */
  check(message: Buffer, as?: string): Promise<{ status: string; response: CheckResponse }>;
  close(): Promise<void>;
}

const CHECK = 'envoy.service.auth.v3.Authorization/Check';

/**
 * Opens edge's listener for Envoy. The caller closes it.
 * @param options `trusted`: CIDRs of proxies whose `X-Forwarded-For` is believed; by default none
 */
export async function openEnvoy(
  options: { trusted?: readonly string[]; handOnPassword?: boolean } = {},
): Promise<OpenEnvoy> {
  const { trusted = [], handOnPassword = false } = options;
  const policy = speakForPolicy(manualClock(T0));
  const { attempts, claims, answer } = policy;
  const scope = {
    listener: 'envoy',
    ...{ domains: ['*'], services: ['Dav', 'WebUI'] as const, deadlineMs: 1_000 },
    names: { spellings: true },
  };
  const check = envoy({
    isTrusted: trustedIn(trusted),
    decide: (login, located) => policy.decide(scope, login, located),
    serves: (account, service) => serves(scope, account, service),
    ...{ signIn: undefined, handOnPassword },
  });
  const front = { role: 'front-end' as const, domains: ['*'] };
  const served = await serveToCallers({
    service: 'edge',
    callers: [
      { ...front, name: 'envoy', rpcs: [CHECK] },
      { ...front, name: 'stranger', rpcs: [] },
    ],
    assemble: () => [extAuthzService({ check })],
  });
  return {
    ...{ attempts, claims, answer },
    check: (message, as = 'envoy') => send(served.port, served.tlsOf(as), message),
    close: () => served.close(),
  };
}

/** The frames and headers of a gRPC call as Envoy sends them; written by hand, not recorded. */
function send(
  port: number,
  tls: { ca: Buffer; cert: Buffer; key: Buffer },
  message: Buffer,
): Promise<{ status: string; response: CheckResponse }> {
  const session = connect(`https://127.0.0.1:${port}`, { ...tls });
  return new Promise((resolve, reject) => {
    session.once('error', reject);
    const stream = session.request({
      [constants.HTTP2_HEADER_METHOD]: 'POST',
      [constants.HTTP2_HEADER_PATH]: `/${CHECK}`,
      [constants.HTTP2_HEADER_AUTHORITY]: 'gatepost',
      te: 'trailers',
      'grpc-timeout': '7000m',
      'content-type': 'application/grpc',
      'x-envoy-internal': 'true',
      'x-forwarded-for': '10.0.0.2',
    });
    const prefix = Buffer.alloc(5);
    prefix.writeUInt32BE(message.length, 1);
    let status = '';
    const chunks: Buffer[] = [];
    const note = (headers: { readonly 'grpc-status'?: unknown }) => {
      status = String(headers['grpc-status'] ?? status);
    };
    stream.on('response', note).on('trailers', note);
    stream.on('data', (chunk: Buffer) => void chunks.push(chunk));
    stream.once('error', reject);
    stream.once('close', () => {
      session.close();
      resolve({ status, response: CheckResponse.decode(Buffer.concat(chunks).subarray(5)) });
    });
    stream.end(Buffer.concat([prefix, message]));
  });
}
