import { permissionDenied } from '../../../libs/errors/index.js';
import type {
  CheckSessionRequest,
  CheckSessionResponse,
  EndSessionRequest,
  EndSessionResponse,
  MailTokenRequest,
  MailTokenResponse,
  Session,
} from '../../../libs/gen/gatepost/policy/v1/authorization.js';
import { type CallContext, type Domains, NO_DOMAIN } from '../../../libs/grpc/index.js';
import { RequestReader } from '../../../libs/grpc/requests/request-reader.js';
import { serviceToWire } from '../../../libs/grpc/wire/service.js';
import { domainOfAccount } from '../../../libs/names/account.js';
import { carriedIpv4, type Nat64Prefix } from '../../../libs/names/transition.js';
import { callUntil } from '../commands/call-until.js';
import { endSession } from '../commands/session/end-session.js';
import { readToken, type SessionPorts } from '../commands/session/find-session.js';
import { findValidSession, type ValidSession } from '../commands/session/find-valid-session.js';
import { issueMailToken, type MailTokenPorts } from '../commands/session/mail-token.js';
import { type RenewPorts, renewTickets } from '../commands/session/renew-tickets.js';
import { FACTORS, ticketToWire } from './answer-to-wire.js';

const TOKEN_OCTETS = 1024;
const MAX_RENEWED = 4;

/** The RPCs about granted sessions. None of them decides a login. */
export function sessionHandlers(ports: MailTokenPorts & RenewPorts, nat64: readonly Nat64Prefix[]) {
  return {
    async mailToken(
      { sessionSecret }: MailTokenRequest,
      context: CallContext,
    ): Promise<MailTokenResponse> {
      needSessions(context);
      readText('session_secret', sessionSecret);
      const { uri } = context.caller;
      const issued = await issueMailToken(sessionSecret, uri, callOf(context), ports);
      return {
        mailToken: issued?.mailToken ?? '',
        expiresAt: issued && new Date(issued.expiresAt),
        session: issued && sessionToWire(issued.session),
      };
    },

    async checkSession(
      { token, clientIp, renew }: CheckSessionRequest,
      context: CallContext,
    ): Promise<CheckSessionResponse> {
      needSessions(context);
      const reader = new RequestReader();
      reader.text('token', token, { min: 1, max: TOKEN_OCTETS });
      if (renew.length > MAX_RENEWED) reader.refuse('renew', `more than ${MAX_RENEWED}`);
      const address =
        clientIp === ''
          ? undefined
          : carriedIpv4(reader.address('client_ip', clientIp), nat64).text;
      reader.finish();
      const session = await findValidSession(token, address, callOf(context), ports);
      if (session === undefined) return { session: undefined, tickets: [] };
      const tickets = await renewTickets(session, renew, context.caller.uri, ports);
      return { session: sessionToWire(session), tickets: tickets.map(ticketToWire) };
    },

    async endSession(
      { sessionSecret }: EndSessionRequest,
      context: CallContext,
    ): Promise<EndSessionResponse> {
      needSessions(context);
      readText('session_secret', sessionSecret);
      const { uri } = context.caller;
      return { ended: await endSession(sessionSecret, uri, callOf(context), ports) };
    },
  };
}

/**
 * The domain of a token's account. The MAC is verified first, so that the account is policy's own claim. A token that
 * policy never issued belongs to nobody, and the RPC's answer says so.
 */
export function sessionDomains(ports: Pick<SessionPorts, 'mac'>) {
  const ofToken = (text: string): Domains => {
    const token = readToken(ports, text);
    return token === undefined ? NO_DOMAIN : domainOfAccount(token.account);
  };
  return {
    mailToken: ({ sessionSecret }: MailTokenRequest) => ofToken(sessionSecret),
    checkSession: ({ token }: CheckSessionRequest) => ofToken(token),
    endSession: ({ sessionSecret }: EndSessionRequest) => ofToken(sessionSecret),
  };
}

function needSessions({ grant }: CallContext): void {
  if (!grant.may('sessions')) throw permissionDenied('this caller may not ask about sessions');
}

function readText(field: string, value: string): void {
  const reader = new RequestReader();
  reader.text(field, value, { min: 1, max: TOKEN_OCTETS });
  reader.finish();
}

function callOf({ deadline, signal }: CallContext) {
  return callUntil(deadline, signal);
}

function sessionToWire({ signIn, until, bindSessionToIp }: ValidSession): Session {
  const { sessionId, account, service, client, startedAt, decisionId, proved } = signIn;
  return {
    ...{ sessionId, account, client, decisionId },
    service: serviceToWire(service),
    signedInAt: new Date(startedAt),
    until: new Date(until),
    obligations: { bindSessionToIp },
    factors: proved.map((factor) => FACTORS[factor]),
  };
}
