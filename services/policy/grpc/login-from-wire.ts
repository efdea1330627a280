import type {
  AuthorizeRequest,
  Act as WireAct,
  Remember as WireRemember,
} from '../../../libs/gen/gatepost/policy/v1/authorization.js';
import { AddressSource } from '../../../libs/gen/gatepost/policy/v1/authorization.js';
import { type Domains, NO_DOMAIN } from '../../../libs/grpc/index.js';
import { RequestReader } from '../../../libs/grpc/requests/request-reader.js';
import { sourceFromWire } from '../../../libs/grpc/wire/address-source.js';
import type { Account } from '../../../libs/names/account.js';
import { parseAppPassword } from '../../../libs/names/app-password.js';
import { isInteractive } from '../../../libs/names/services.js';
import { parseSessionToken } from '../../../libs/names/session-token.js';
import { carriedIpv4, type Nat64Prefix } from '../../../libs/names/transition.js';
import type { Act } from '../core/earned-tickets.js';
import type {
  FirstFactor,
  Login,
  LoginContext,
  PresentedPasskey,
  Remember,
  SecondFactor,
} from '../core/login.js';

const SECRET_OCTETS = 1024;
/** As typed. A text that is no code is a wrong code. */
const CODE_OCTETS = 64;
/** Far more than a passkey's answer needs. */
const PASSKEY_OCTETS = 16_384;
const SAML_BASE64_OCTETS = 349_528; // 256 KiB decoded (RFC 4648 section 4)
/** The longest lifetime of a trust that anyone could want: ten years. */
const LIFETIME_SECONDS = 315_360_000;

/** Reads a login in canonical forms. Throws INVALID_ARGUMENT naming every field that is wrong. */
export function loginFromWire(
  request: AuthorizeRequest,
  frontEnd: string,
  nat64: readonly Nat64Prefix[] = [],
): Login {
  const reader = new RequestReader();
  const service = reader.service('service', request.service);
  const first = firstFactor(reader, request);
  const login: Login = {
    account: readAccount(reader, request),
    service,
    address: carriedIpv4(reader.address('client_ip', request.clientIp), nat64),
    interactive: request.interactive ?? isInteractive(service),
    first,
    second: secondFactor(reader, request, first),
    passkey: passkey(reader, request),
    beginSaml: request.beginSaml,
    beginPasskey: request.beginPasskey,
    signInHost: signInHost(reader, request),
    prove: request.prove,
    act: act(reader, request.act),
    deviceToken: deviceToken(request.deviceToken),
    remember: remember(reader, request.remember),
    client: client(reader, request),
    attemptId: reader.text('attempt_id', request.attemptId, { max: 64 }),
    explain: request.explain,
    frontEnd,
    context: context(reader, request),
  };
  reader.finish();
  return login;
}

/** The front-end names the account, or leaves it to a domain's identity provider, or to a passkey. */
function readAccount(reader: RequestReader, request: AuthorizeRequest): Account {
  const { account, samlDomain, samlResponse } = request;
  if (isNamedByPasskey(request)) {
    const more = { ...request, passkeyResponse: Buffer.alloc(0) };
    if (presentsMore(more)) {
      reader.refuse('account', 'is needed, except with a passkey alone');
    }
    return NOBODY;
  }
  if (samlDomain === '') return reader.account('account', account);
  if (account !== '' || samlResponse.length === 0) {
    reader.refuse('saml_domain', 'needs saml_response, and cannot be given together with account');
  }
  return { name: '', local: '', domain: reader.domain('saml_domain', samlDomain) };
}

const NOBODY: Account = { name: '', local: '', domain: '' };

/** Whether a passkey will name the account: no account is given, and a passkey is answered with or begun. */
export function isNamedByPasskey(request: AuthorizeRequest): boolean {
  const { account, samlDomain, passkeyResponse, beginPasskey } = request;
  return account === '' && samlDomain === '' && (passkeyResponse.length > 0 || beginPasskey);
}

function presentsMore(request: AuthorizeRequest): boolean {
  const { password, passwordVerified, otpCode, recoveryCode, samlResponse, beginSaml } = request;
  const codes = otpCode !== '' || recoveryCode !== '';
  return (
    password !== undefined || passwordVerified || codes || samlResponse.length > 0 || beginSaml
  );
}

/**
 * The domain a login touches. If a passkey will name the account there is none yet, and the caller's domains are
 * checked once it has.
 * @throws GatepostError INVALID_ARGUMENT naming the field
 */
export function domainOfLogin(field: string, request: AuthorizeRequest | undefined): Domains {
  const reader = new RequestReader();
  if (request !== undefined && isNamedByPasskey(request)) return NO_DOMAIN;
  const { account = '', samlDomain = '' } = request ?? {};
  const domain =
    account === '' && samlDomain !== ''
      ? reader.domain(`${field}saml_domain`, samlDomain)
      : reader.account(`${field}account`, account).domain;
  reader.finish();
  return domain;
}

function passkey(reader: RequestReader, request: AuthorizeRequest): PresentedPasskey | undefined {
  const { passkeyResponse, passkeyLoginTicket, otpCode, recoveryCode, samlResponse } = request;
  if (passkeyResponse.length === 0) {
    if (passkeyLoginTicket !== '') {
      reader.refuse('passkey_login_ticket', 'needs passkey_response');
    }
    return undefined;
  }
  if (otpCode !== '' || recoveryCode !== '') {
    reader.refuse('passkey_response', 'cannot be given together with a code');
  }
  if (samlResponse.length > 0 || request.beginSaml) {
    reader.refuse('passkey_response', 'cannot be given together with SAML');
  }
  return {
    response: reader.bytes('passkey_response', passkeyResponse, { max: PASSKEY_OCTETS }),
    loginTicket: reader.text('passkey_login_ticket', passkeyLoginTicket, { max: 1024 }),
  };
}

/** Passkeys are bound to a sign-in host, so they cannot be used without one. */
function signInHost(reader: RequestReader, request: AuthorizeRequest): string {
  const { signInHost: host, passkeyResponse, beginPasskey } = request;
  if (host !== '') return reader.domain('sign_in_host', host);
  if (passkeyResponse.length > 0 || beginPasskey) {
    reader.refuse('sign_in_host', 'is needed with passkey_response and begin_passkey');
  }
  return '';
}

/** A text that cannot be a token is ignored, so that a broken cookie does not fail a right password. */
function deviceToken(text: string): string | undefined {
  return /^[A-Za-z0-9_-]{43}$/.test(text) ? text : undefined;
}

function firstFactor(reader: RequestReader, request: AuthorizeRequest): FirstFactor {
  const { password, passwordVerified, samlResponse, beginSaml } = request;
  if (samlResponse.length > 0) {
    if (password !== undefined || passwordVerified || beginSaml) {
      reader.refuse(
        'saml_response',
        'cannot be given together with a password, a code or begin_saml',
      );
    }
    return {
      kind: 'saml',
      response: reader.bytes('saml_response', samlResponse, { max: SAML_BASE64_OCTETS }),
      relayState: reader.text('saml_relay_state', request.samlRelayState, { max: 80 }),
      loginTicket: reader.text('saml_login_ticket', request.samlLoginTicket, { max: 1024 }),
    };
  }
  if (request.samlRelayState !== '') reader.refuse('saml_relay_state', 'needs saml_response');
  if (request.samlLoginTicket !== '') reader.refuse('saml_login_ticket', 'needs saml_response');
  if (passwordVerified) {
    if (password !== undefined) {
      reader.refuse('password_verified', 'cannot be given together with password');
    }
    return { kind: 'password-verified' };
  }
  if (password === undefined) return { kind: 'none' };
  const bytes = reader.bytes('password', password, { max: SECRET_OCTETS });
  return { kind: kindOfSecret(bytes), bytes };
}

/** The shape tells the kinds apart. A secret of one kind is never compared as another. */
function kindOfSecret(bytes: Buffer): 'session' | 'app-password' | 'password' {
  if (parseSessionToken(bytes) !== undefined) return 'session';
  return parseAppPassword(bytes) === undefined ? 'password' : 'app-password';
}

function client(reader: RequestReader, request: AuthorizeRequest): string {
  const { client: id, remember: wanted } = request;
  if (id !== '' && wanted?.sessionSeconds === undefined) {
    reader.refuse('client', 'needs remember.session_seconds');
  }
  return reader.text('client', id, { max: 64 });
}

function secondFactor(
  reader: RequestReader,
  request: AuthorizeRequest,
  first: FirstFactor,
): SecondFactor | undefined {
  const { otpCode, recoveryCode } = request;
  const authenticatorId = reader.text('otp_authenticator_id', request.otpAuthenticatorId, {
    max: 64,
  });
  reader.text('recovery_code', recoveryCode, { max: CODE_OCTETS });
  reader.text('otp_code', otpCode, { max: CODE_OCTETS });
  if (otpCode === '' && authenticatorId !== '') {
    reader.refuse('otp_authenticator_id', 'needs otp_code');
  }
  if (otpCode !== '' && recoveryCode !== '') {
    reader.refuse('recovery_code', 'cannot be given together with otp_code');
  }
  if (first.kind === 'saml' && (otpCode !== '' || recoveryCode !== '')) {
    reader.refuse(
      'saml_response',
      'cannot be given together with a password, a code or begin_saml',
    );
  }
  if (otpCode !== '') return { kind: 'code', code: otpCode, authenticatorId };
  if (recoveryCode !== '') return { kind: 'recovery-code', code: recoveryCode };
  return undefined;
}

function remember(reader: RequestReader, wire: WireRemember | undefined): Remember | undefined {
  if (wire === undefined) return undefined;
  const seconds = (field: string, value: number | undefined) =>
    value === undefined ? undefined : reader.whole(field, value, { min: 0, max: LIFETIME_SECONDS });
  const ipSeconds = seconds('remember.ip_seconds', wire.ipSeconds);
  const deviceSeconds = seconds('remember.device_seconds', wire.deviceSeconds);
  const sessionSeconds = seconds('remember.session_seconds', wire.sessionSeconds);
  const deviceLabel = reader.text('remember.device_label', wire.deviceLabel, { max: 64 });
  if ((ipSeconds ?? deviceSeconds ?? sessionSeconds) === undefined) {
    reader.refuse('remember', 'at least one lifetime is needed');
  }
  return { ipSeconds, deviceSeconds, deviceLabel, sessionSeconds };
}

const DIGEST_OCTETS = 32;

/** The act of an administrator that the sign-in page shows and the console does. */
function act(reader: RequestReader, wire: WireAct | undefined): Act | undefined {
  if (wire === undefined) return undefined;
  if (wire.requestDigest.length !== DIGEST_OCTETS) {
    reader.refuse('act.request_digest', 'a SHA-256 is needed');
  }
  return {
    rpc: reader.text('act.rpc', wire.rpc, { min: 1, max: 128 }),
    subject: actSubject(reader, wire.subject),
    request: wire.requestDigest,
  };
}

/** A client of the sign-in page, as the subject of an act. */
const CLIENT = /^client:[a-z0-9._-]{1,64}$/;

function actSubject(reader: RequestReader, text: string): string {
  if (CLIENT.test(text)) return text;
  return text.includes('@')
    ? reader.account('act.subject', text).name
    : reader.domain('act.subject', text);
}

function context(reader: RequestReader, request: AuthorizeRequest): LoginContext {
  const { clientIpSource, tls } = request;
  const addressSource = sourceFromWire(clientIpSource);
  if (clientIpSource !== AddressSource.UNSPECIFIED && addressSource === undefined) {
    reader.refuse('client_ip_source', 'a value of AddressSource is needed');
  }
  return {
    peerAddress: request.peerIp === '' ? undefined : reader.address('peer_ip', request.peerIp).text,
    addressSource,
    userAgent: reader.text('user_agent', request.userAgent, { max: 512 }),
    language: languageTag(reader, request.language),
    sessionId: reader.text('session_id', request.sessionId, { max: 128 }),
    tls: tls && {
      version: reader.text('tls.version', tls.version, { max: 16 }),
      cipher: reader.text('tls.cipher', tls.cipher, { max: 64 }),
    },
  };
}

/** A tag as BCP 47 writes one: letters, digits and hyphens. */
function languageTag(reader: RequestReader, text: string): string {
  if (text !== '' && !/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$/.test(text)) {
    reader.refuse('language', 'not a language tag (BCP 47)');
  }
  return text;
}
