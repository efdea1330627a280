import { status } from '@grpc/grpc-js';
import {
  type GatepostError,
  invalidArgument,
  permissionDenied,
} from '../../../libs/errors/index.js';
import {
  AuthorizationServiceService,
  type AuthorizeRequest,
  type AuthorizeResponse,
  type AuthorizeStreamResponse,
} from '../../../libs/gen/gatepost/policy/v1/authorization.js';
import { type CallContext, defineService, type Service } from '../../../libs/grpc/index.js';
import { isInteractive } from '../../../libs/names/services.js';
import type { Nat64Prefix } from '../../../libs/names/transition.js';
import { authorize } from '../commands/authorize/authorize.js';
import type { AuthorizePorts } from '../commands/authorize/authorize-ports.js';
import {
  authorizeByPasskey,
  authorizeUnnamed,
  beginByPasskey,
} from '../commands/authorize/authorize-unnamed.js';
import { callUntil } from '../commands/call-until.js';
import type { CallScope } from '../core/answers.js';
import type { Login } from '../core/login.js';
import { answerToWire, begunToWire } from './answer-to-wire.js';
import { domainOfLogin, loginFromWire } from './login-from-wire.js';
import { sessionDomains, sessionHandlers } from './session-handlers.js';

/** How long one login on a stream may take, in ms. */
const STREAM_TIMEOUT_MS = { default: 10_000, max: 60_000 };

/** @param nat64 prefixes whose addresses stand for the IPv4 addresses they carry */
export function authorizationService(
  ports: AuthorizePorts,
  nat64: readonly Nat64Prefix[] = [],
): Service {
  async function decide(
    request: AuthorizeRequest,
    context: CallContext,
  ): Promise<AuthorizeResponse> {
    const login = loginFromWire(request, context.caller.uri, nat64);
    checkClaims(request, login, context);
    const call = callUntil(context.deadline, context.signal);
    return login.account.name === ''
      ? decideUnnamed(login, call, context)
      : answerToWire(await authorize(login, call, ports));
  }

  /** Decides a login whose account is named by what it presents. */
  async function decideUnnamed(
    login: Login,
    call: CallScope,
    { grant }: CallContext,
  ): Promise<AuthorizeResponse> {
    const { first, passkey } = login;
    if (first.kind === 'saml') {
      return answerToWire(await authorizeUnnamed({ ...login, first }, call, ports));
    }
    if (passkey === undefined) return begunToWire(await beginByPasskey(login, call, ports));
    const mayTouch = (domain: string) => grant.allowsDomains(domain);
    const known = { ...login, passkey };
    return answerToWire(await authorizeByPasskey(known, mayTouch, call, ports));
  }

  return defineService(AuthorizationServiceService, {
    handlers: {
      authorize: decide,
      authorizeStream: {
        async message({ id, login }, context): Promise<AuthorizeStreamResponse> {
          if (login === undefined) throw invalidArgument('login', 'is missing');
          const value = await decide(login, context);
          return { id, result: { $case: 'decision', value } };
        },
        onError: ({ id }, error) => ({ id, result: { $case: 'error', value: streamError(error) } }),
        timeoutOf: ({ timeoutMs }) =>
          Math.min(timeoutMs || STREAM_TIMEOUT_MS.default, STREAM_TIMEOUT_MS.max),
      },
      ...sessionHandlers(ports, nat64),
    },
    domainOf: {
      authorize: (login) => domainOfLogin('', login),
      authorizeStream: ({ login }) => domainOfLogin('login.', login),
      ...sessionDomains(ports),
    },
  });
}

/** What a caller may claim about a login is stated in its entry of the allow-list. */
function checkClaims(request: AuthorizeRequest, login: Login, { grant }: CallContext): void {
  if (!grant.allowsService(login.service)) {
    throw permissionDenied(`this caller may not ask for ${login.service}`);
  }
  if (request.passwordVerified && !grant.may('password-verified')) {
    throw permissionDenied('this caller may not set password_verified');
  }
  if (request.explain && !grant.may('explain')) {
    throw permissionDenied('this caller may not ask to explain');
  }
  if (request.remember?.sessionSeconds !== undefined && !grant.may('sessions')) {
    throw permissionDenied('this caller may not ask for sessions');
  }
  if (login.interactive && !isInteractive(login.service) && !grant.may('interactive')) {
    throw permissionDenied('this caller may not set interactive');
  }
}

function streamError(error: GatepostError) {
  const { code, message, violations } = error;
  return { code: status[code], message, violations: violations.map((one) => ({ ...one })) };
}
