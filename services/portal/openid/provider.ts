import { createHash, timingSafeEqual } from 'node:crypto';
import Provider, {
  type Configuration,
  errors,
  interactionPolicy,
  type KoaContextWithOIDC,
} from 'oidc-provider';
import type { Allowance } from '../../../libs/allowance/index.js';
import { CONSOLE_CLIENT } from '../../../libs/names/console-client.js';
import { type ConsoleAct, readConsoleAct } from '../core/console-act.js';
import type { Site } from '../core/site.js';
import type { ClientLogouts } from '../ports/client-logouts.js';
import type { Clients } from '../ports/clients.js';
import type { OpenidStore, SigningKey, Subjects } from '../ports/openid.js';
import type { Sessions } from '../ports/policy.js';
import { adapterOf } from './adapter.js';
import { carried } from './carried.js';
import { WITHOUT_PKCE } from './metadata.js';
import type { Times } from './times.js';

export interface ProviderParts {
  readonly site: Site;
  readonly store: OpenidStore;
  readonly begun: Allowance;
  readonly times: Times;
  readonly clients: Clients;
  readonly sessions: Sessions;
  readonly subjects: Subjects;
  readonly logouts: ClientLogouts;
  readonly keys: readonly SigningKey[];
  readonly cookieKey: string;
  /** ms since the epoch, for the times at which policy ends tokens. */
  readonly now: () => number;
  readonly addressOf: (ctx: KoaContextWithOIDC) => string;
  /** The address of the page where a sign-in begins. */
  readonly signInPage: (what: {
    readonly client: string;
    readonly uid: string;
    readonly act?: ConsoleAct | undefined;
  }) => string;
  readonly showError: (ctx: KoaContextWithOIDC, error: Error) => Promise<void>;
  readonly showSignOut: (ctx: KoaContextWithOIDC, form: SignOutForm) => Promise<void>;
}

/** The form that signing out posts. */
export interface SignOutForm {
  readonly action: string;
  readonly xsrf: string;
  /** Another origin that the browser goes to afterwards. */
  readonly goesTo: string | undefined;
}

const SCOPES = ['openid', 'email', 'profile', 'offline_access'];
export const GRANTED_SCOPE = SCOPES.join(' ');
const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

/** OpenID Connect (Core 1.0) for the clients of one host: codes with PKCE, refresh, sign-out. */
export function createProvider(parts: ProviderParts): Provider {
  const { site, sessions } = parts;
  const provider = new Provider(site.origin, configurationOf(parts));
  // The Host header was already checked, and the configuration says whether this is TLS.
  provider.proxy = true;
  giveMailTokens(provider, parts);
  compareHashes(provider, parts.clients);
  notifyLater(provider, parts.logouts);
  provider.on('grant.revoked', () => {
    const { sessionSecret } = carried();
    if (sessionSecret !== undefined) void sessions.end(sessionSecret).catch(() => undefined);
  });
  return provider;
}

function configurationOf(parts: ProviderParts): Configuration {
  const { site, sessions, subjects } = parts;
  const cookie = { httpOnly: true, sameSite: 'lax', secure: site.isSecure, signed: true } as const;
  const prefix = site.isSecure ? '__Host-gatepost-' : 'gatepost-';
  return {
    adapter: adapterOf(parts),
    jwks: { keys: parts.keys.map(({ jwk }) => jwk as never) },
    routes: {
      authorization: '/openid/authorize',
      token: '/openid/token',
      userinfo: '/openid/userinfo',
      jwks: '/openid/jwks',
      introspection: '/openid/introspect',
      revocation: '/openid/revoke',
      end_session: '/openid/sign-out',
    },
    scopes: SCOPES,
    extraParams: { act: refuseUnknownAct },
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['name', 'preferred_username'],
    },
    // Clients such as Roundcube read the claims from the userinfo answer.
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    subjectTypes: ['public'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    enabledJWA: { idTokenSigningAlgValues: ['RS256'] },
    extraClientMetadata: { properties: [WITHOUT_PKCE] },
    pkce: { required: (_ctx, client) => client[WITHOUT_PKCE] !== true },
    cookies: {
      keys: [parts.cookieKey],
      // These cookies have paths, which a `__Host-` name forbids. The session's cookie is for the whole host.
      names: {
        interaction: 'gatepost-flow',
        resume: 'gatepost-resume',
        session: `${prefix}openid`,
      },
      short: cookie,
      long: { ...cookie, path: '/' },
    },
    features: {
      devInteractions: { enabled: false },
      // DPoP is on by default. Access tokens are mail tokens, which no mail server binds to a key.
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      userinfo: { enabled: true },
      revocation: { enabled: true },
      introspection: {
        enabled: true,
        // A client may ask about its own tokens. Policy says whether the session behind one is valid.
        allowedPolicy: async (_ctx, client, token) => {
          if (token.clientId !== client.clientId) return false;
          const secret = token.kind === 'AccessToken' ? token.jti : carried().sessionSecret;
          return secret !== undefined && (await sessions.check(secret, undefined)) !== undefined;
        },
      },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => parts.showSignOut(ctx, readForm(ctx, form)),
        postLogoutSuccessSource: async (ctx) => ctx.redirect('/signed-out'),
      },
    },
    interactions: {
      policy: policyOf(parts),
      url: (ctx, { uid }) =>
        parts.signInPage({ client: ctx.oidc.client?.clientId ?? '', uid, act: actOf(ctx) }),
    },
    loadExistingGrant: async (ctx) => {
      const { client, session, result } = ctx.oidc;
      const { clientId = '' } = client ?? {};
      const id = result?.consent?.grantId ?? session?.grantIdFor(clientId);
      return id === undefined ? undefined : ctx.oidc.provider.Grant.find(id);
    },
    findAccount: async (_ctx, accountId, token) => {
      if (token !== undefined && 'jti' in token && token.kind === 'AccessToken') {
        if ((await sessions.check(String(token.jti), undefined)) === undefined) return undefined;
      }
      const account = await subjects.accountOf(accountId);
      if (account === undefined) return undefined;
      const [name] = account.split('@');
      const email = { email: account, email_verified: true };
      const claims = { sub: accountId, ...email, name, preferred_username: account };
      return { accountId, claims: () => Promise.resolve(claims) };
    },
    issueRefreshToken: async () => true,
    // Tokens do not end with oidc-provider's session: policy is asked about their session at each use.
    expiresWithSession: async () => false,
    // Roundcube refreshes in parallel, so refresh tokens rotate only for clients without a secret.
    rotateRefreshToken: (ctx) => ctx.oidc.client?.clientAuthMethod === 'none',
    ttl: {
      AccessToken: 5 * MINUTE,
      AuthorizationCode: MINUTE,
      IdToken: 10 * MINUTE,
      Interaction: 10 * MINUTE,
      // A browser that only asks to sign out is kept for a short time.
      Session: (_ctx, { accountId }) => (accountId === undefined ? 10 * MINUTE : DAY),
      Grant: () => lastsUntilSessionEnds(parts),
      RefreshToken: () => lastsUntilSessionEnds(parts),
    },
    renderError: (ctx, _out, error) => parts.showError(ctx, error),
  };
}

/** What the console's administrator is about to do. Undefined for every other client. */
function actOf(ctx: KoaContextWithOIDC): ConsoleAct | undefined {
  const { act } = ctx.oidc.params ?? {};
  return typeof act === 'string' ? readConsoleAct(act) : undefined;
}

/** @throws OIDCProviderError if the page could not show what is to be confirmed */
function refuseUnknownAct(ctx: KoaContextWithOIDC, act: unknown, client: { clientId: string }) {
  if (act === undefined) return;
  if (client.clientId !== CONSOLE_CLIENT || actOf(ctx) === undefined) {
    throw new errors.InvalidRequest('act is not one that can be confirmed here');
  }
}

/** Lasts as long as the session, or 31 days if its end is not known: policy is asked at every use anyway. */
function lastsUntilSessionEnds({ now }: ProviderParts): number {
  const until = carried().sessionUntil;
  if (until === undefined) return 31 * DAY;
  return Math.max(MINUTE, Math.ceil((until - now()) / 1000));
}

/**
 * The only question: does the browser have a valid session for this client? Sessions of other clients do not count.
 */
function policyOf({
  sessions,
  subjects,
  addressOf,
}: ProviderParts): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  // The operator registered the client, so the person is not asked for consent.
  policy.remove('consent');
  const hasNoSession = new interactionPolicy.Check(
    'no_valid_session',
    'End-User authentication is required',
    'login_required',
    async (ctx) => {
      const { client, session } = ctx.oidc;
      // The factors must be given for this act. An earlier sign-in does not count.
      if (ctx.oidc.params?.act !== undefined && ctx.oidc.result?.login === undefined) return true;
      const own = await carried().sessionOf(client?.clientId ?? '');
      if (own?.sessionSecret === undefined || session?.accountId === undefined) return true;
      if (own.account !== (await subjects.accountOf(session.accountId))) return true;
      const validSession = await sessions.check(own.sessionSecret, addressOf(ctx));
      carried().sessionUntil = validSession?.until;
      carried().validSession = validSession;
      return validSession === undefined;
    },
  );
  policy.get('login')?.checks.add(hasNoSession);
  return policy;
}

/**
 * The lifetime that a client without PKCE gets. Such a webmail (Roundcube 1.6) opens mail for each page. It shows a
 * refused token as an error of the mail server, but a refused refresh as an ended session. So it should refresh before
 * each page. The mail token itself lasts minutes, to bridge a time in which nobody can refresh.
 */
const TOLD_WITHOUT_PKCE_S = 10;

/** Issues mail tokens of the session as access tokens. Policy makes them, and refuses if the session is not valid. */
function giveMailTokens(provider: Provider, { sessions, clients, now }: ProviderParts): void {
  const { AccessToken } = provider;
  const { save } = AccessToken.prototype;
  AccessToken.prototype.save = async function saveMailToken(
    this: InstanceType<typeof AccessToken>,
  ) {
    const { sessionSecret } = carried();
    const mail = sessionSecret === undefined ? undefined : await sessions.mailToken(sessionSecret);
    if (mail === undefined) throw new errors.InvalidGrant('the session has ended');
    carried().sessionUntil = mail.until;
    const seconds = Math.max(1, Math.floor((mail.expiresAt - now()) / 1000));
    const atMost = clients(this.clientId ?? '')?.openid?.withoutPkce
      ? TOLD_WITHOUT_PKCE_S
      : seconds;
    const expiresIn = Math.min(seconds, atMost);
    Object.assign(this, { jti: mail.token, format: 'opaque', expiresIn });
    return save.call(this);
  };
}

/** Lets jobs/notify-clients.ts tell clients, so that a client that hangs does not hold up a person who signs out. */
function notifyLater(provider: Provider, logouts: ClientLogouts): void {
  const prototype = provider.Client.prototype as unknown as {
    backchannelLogout(subject: string, sid: string): Promise<void>;
    clientId: string;
  };
  prototype.backchannelLogout = function notify(_subject, sid) {
    return logouts.signedOut(this.clientId, sid);
  };
}

/** Compares hashes, as only the hashes of secrets are stored. */
function compareHashes(provider: Provider, clients: Clients): void {
  const prototype = provider.Client.prototype as unknown as {
    compareClientSecret(secret: string): boolean;
    clientId: string;
  };
  prototype.compareClientSecret = function compare(secret) {
    const hash = clients(this.clientId)?.openid?.secretHash;
    const given = createHash('sha256').update(secret).digest();
    return hash?.length === given.length && timingSafeEqual(hash, given);
  };
}

/** Reads what a form of oidc-provider posts. */
export function readForm(ctx: KoaContextWithOIDC, form: string): SignOutForm {
  const action = / action="([^"]+)"/.exec(form)?.[1] ?? '';
  const xsrf = / value="([^"]+)"/.exec(form)?.[1] ?? '';
  const to = ctx.oidc.params?.post_logout_redirect_uri;
  const goesTo = typeof to === 'string' ? new URL(to).origin : undefined;
  return { action: new URL(action).pathname, xsrf, goesTo };
}
