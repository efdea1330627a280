/**
 * Asks Gatepost whether a login may be let in, over gRPC, with the protocol read from the `.proto` files.
 *
 *     node authorize.js <account> <service> <client address> [one-time code]
 *
 * The password comes on stdin. Where Gatepost is, and with which certificate it is asked, is in the environment: see
 * ../README.md. Exit 0: let the login in. 3: do not. 1: it could not be decided, which is a temporary failure.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { credentials, loadPackageDefinition, type ServiceError, status } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const DEADLINE_MS = 5_000;

interface AuthorizeRequest {
  readonly account: string;
  /** `SERVICE_IMAP`, `SERVICE_WEB_UI`, … */
  readonly service: string;
  readonly clientIp: string;
  readonly password: Buffer;
  readonly otpCode: string;
  readonly attemptId: string;
}

interface AuthorizeResponse {
  readonly decision: string;
  readonly reason: string;
  readonly rule: string;
  readonly message: string;
}

interface AuthorizationClient {
  authorize(
    request: AuthorizeRequest,
    options: { readonly deadline: number },
    done: (error: ServiceError | null, answer?: AuthorizeResponse) => void,
  ): void;
  close(): void;
}

type ClientClass = new (
  address: string,
  tls: ReturnType<typeof credentials.createSsl>,
  options: Readonly<Record<string, string>>,
) => AuthorizationClient;

/** Mutual TLS: Gatepost is who the authority says, and so are we. */
function openClient(): AuthorizationClient {
  const { GATEPOST_CA = '', GATEPOST_CERT = '', GATEPOST_KEY = '' } = process.env;
  const { GATEPOST_POLICY = '', GATEPOST_PROTO = 'proto' } = process.env;
  const definition = loadSync('gatepost/policy/v1/authorization.proto', {
    includeDirs: [GATEPOST_PROTO],
    enums: String,
    defaults: true,
  });
  const { gatepost } = loadPackageDefinition(definition) as unknown as {
    gatepost: { policy: { v1: { AuthorizationService: ClientClass } } };
  };
  const [ca, key, cert] = [GATEPOST_CA, GATEPOST_KEY, GATEPOST_CERT].map((path) =>
    readFileSync(path),
  );
  const tls = credentials.createSsl(ca, key, cert);
  // The certificate names the service, wherever it runs.
  const options = { 'grpc.ssl_target_name_override': 'policy' };
  return new gatepost.policy.v1.AuthorizationService(GATEPOST_POLICY, tls, options);
}

function authorize(request: AuthorizeRequest): Promise<AuthorizeResponse> {
  const client = openClient();
  return new Promise<AuthorizeResponse>((resolve, reject) => {
    client.authorize(request, { deadline: Date.now() + DEADLINE_MS }, (error, answer) => {
      if (answer === undefined) reject(error);
      else resolve(answer);
    });
  }).finally(() => client.close());
}

async function main([
  account,
  service,
  clientIp,
  otpCode = '',
]: readonly string[]): Promise<number> {
  if (account === undefined || service === undefined || clientIp === undefined) {
    console.error('node authorize.js <account> <service> <client address> [one-time code]');
    return 2;
  }
  // Bytes, as they were typed, without the line end.
  const typed = readFileSync(0);
  let end = typed.length;
  while (end > 0 && (typed[end - 1] === 0x0a || typed[end - 1] === 0x0d)) end -= 1;
  const password = typed.subarray(0, end);
  try {
    const answer = await authorize({
      ...{ account, clientIp, password, otpCode },
      // WebUI is SERVICE_WEB_UI.
      service: `SERVICE_${service.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()}`,
      attemptId: randomUUID(),
    });
    const decision = answer.decision.replace('DECISION_', '');
    const reason = answer.reason.replace('REASON_', '');
    console.log(`${decision} ${reason} rule="${answer.rule}" message="${answer.message}"`);
    return decision === 'ALLOW' ? 0 : 3;
  } catch (error) {
    // "Could not decide" is no decision: tell the mail program to try again later.
    const { code, details } = error as ServiceError;
    console.log(`undecided: ${status[code]}: ${details}`);
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
