import { createHash, timingSafeEqual } from 'node:crypto';
import Provider, {
  type Configuration,
  errors,
  interactionPolicy,
  type KoaContextWithOIDC,
} from 'oidc-provider';
import type { Allowance } from '../../../libs/allowance/index.js';
import { CONSOLE, type ConsoleAct, readConsoleAct } from '../core/console-act.js';
import type { Site } from '../core/site.js';
import type {
  ClientLogouts,
  Clients,
  OpenidStore,
  Sessions,
  SigningKey,
  Subjects,
} from '../ports.js';
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
  /** ms since the epoch, as policy says when tokens end. */
  readonly now: () => number;
  readonly addressOf: (ctx: KoaContextWithOIDC) => string;
  /** The page that begins a sign-in. */
  readonly signInPage: (what: {
    readonly client: string;
    readonly uid: string;
    readonly act?: ConsoleAct | undefined;
  }) => string;
  readonly showError: (ctx: KoaContextWithOIDC, error: Error) => Promise<void>;
  readonly showSignOut: (ctx: KoaContextWithOIDC, form: SignOutForm) => Promise<void>;
}

/** What signing out posts. */
export interface SignOutForm {
  readonly action: string;
  readonly xsrf: string;
  /** Where the browser goes afterwards, besides here. */
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
  // The Host was compared before, and whether this is TLS is what the configuration says.
  provider.proxy = true;
  giveMailTokens(provider, parts);
  compareHashes(provider, parts.clients);
  tellLater(provider, parts.logouts);
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
    // Clients such as Roundcube read what they need from the answer to userinfo.
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    subjectTypes: ['public'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    enabledJWA: { idTokenSigningAlgValues: ['RS256'] },
    extraClientMetadata: { properties: [WITHOUT_PKCE] },
    pkce: { required: (_ctx, client) => client[WITHOUT_PKCE] !== true },
    cookies: {
      keys: [parts.cookieKey],
      // Each has a path of its own, which a `__Host-` name forbids; the session's is the whole host.
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
      // On by default. Access tokens are mail tokens, which no mail server binds to a key.
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      userinfo: { enabled: true },
      revocation: { enabled: true },
      introspection: {
        enabled: true,
        // A client asks about its own tokens, and policy whether the session behind one stands.
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
    // The session behind them is policy's, and is asked about at each use.
    expiresWithSession: async () => false,
    // Roundcube refreshes in parallel: only who keeps no secret gets a new one each time.
    rotateRefreshToken: (ctx) => ctx.oidc.client?.clientAuthMethod === 'none',
    ttl: {
      AccessToken: 5 * MINUTE,
      AuthorizationCode: MINUTE,
      IdToken: 10 * MINUTE,
      Interaction: 10 * MINUTE,
      // Who only asks to sign out has nothing yet.
      Session: (_ctx, { accountId }) => (accountId === undefined ? 10 * MINUTE : DAY),
      Grant: () => lastsUntilSessionEnds(parts),
      RefreshToken: () => lastsUntilSessionEnds(parts),
    },
    renderError: (ctx, _out, error) => parts.showError(ctx, error),
  };
}

/** What the console's administrator is about to do; of every other client there is none. */
function actOf(ctx: KoaContextWithOIDC): ConsoleAct | undefined {
  const { act } = ctx.oidc.params ?? {};
  return typeof act === 'string' ? readConsoleAct(act) : undefined;
}

/** @throws OIDCProviderError where the page could not show what is to be confirmed */
function refuseUnknownAct(ctx: KoaContextWithOIDC, act: unknown, client: { clientId: string }) {
  if (act === undefined) return;
  if (client.clientId !== CONSOLE || actOf(ctx) === undefined) {
    throw new errors.InvalidRequest('act is not one that can be confirmed here');
  }
}

/** No longer than the session; 31 days where it is not known, as every use asks about it anyway. */
function lastsUntilSessionEnds({ now }: ProviderParts): number {
  const until = carried().sessionUntil;
  if (until === undefined) return 31 * DAY;
  return Math.max(MINUTE, Math.ceil((until - now()) / 1000));
}

/** One question: is there a session for this client that stands. Another client's does not count. */
function policyOf({
  sessions,
  subjects,
  addressOf,
}: ProviderParts): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  // The operator registered the client: a person is not asked whether it may read the address.
  policy.remove('consent');
  const stands = new interactionPolicy.Check(
    'no_standing_session',
    'End-User authentication is required',
    'login_required',
    async (ctx) => {
      const { client, session } = ctx.oidc;
      // The factors are given for the act: an earlier sign-in is not for it.
      if (ctx.oidc.params?.act !== undefined && ctx.oidc.result?.login === undefined) return true;
      const own = await carried().sessionOf(client?.clientId ?? '');
      if (own?.sessionSecret === undefined || session?.accountId === undefined) return true;
      if (own.account !== (await subjects.accountOf(session.accountId))) return true;
      const standing = await sessions.check(own.sessionSecret, addressOf(ctx));
      carried().sessionUntil = standing?.until;
      carried().standing = standing;
      return standing === undefined;
    },
  );
  policy.get('login')?.checks.add(stands);
  return policy;
}

/**
 * How long a client without PKCE is told that its token lasts. Such a webmail (Roundcube 1.6) opens mail anew for
 * each page and shows a refused token as an error of the mail server, but a refused refresh as an ended session:
 * so it refreshes before each page. The mail token itself lasts minutes, for while nobody can refresh.
 */
const TOLD_WITHOUT_PKCE_S = 10;

/** Access tokens are mail tokens of the session: policy makes them, and refuses where it does not stand. */
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

/** A client that hangs must not hold up a person who signs out: it is told by jobs/notify-clients.ts. */
function tellLater(provider: Provider, logouts: ClientLogouts): void {
  const prototype = provider.Client.prototype as unknown as {
    backchannelLogout(subject: string, sid: string): Promise<void>;
    clientId: string;
  };
  prototype.backchannelLogout = function tell(_subject, sid) {
    return logouts.signedOut(this.clientId, sid);
  };
}

/** Secrets are kept as hashes. */
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

/** What a form of oidc-provider posts. */
export function readForm(ctx: KoaContextWithOIDC, form: string): SignOutForm {
  const action = / action="([^"]+)"/.exec(form)?.[1] ?? '';
  const xsrf = / value="([^"]+)"/.exec(form)?.[1] ?? '';
  const to = ctx.oidc.params?.post_logout_redirect_uri;
  const goesTo = typeof to === 'string' ? new URL(to).origin : undefined;
  return { action: new URL(action).pathname, xsrf, goesTo };
}
