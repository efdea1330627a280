import { createHash } from 'node:crypto';
import { createRemoteJWKSet, customFetch, jwtVerify } from 'jose';
import * as z from 'zod';
import { abortScope } from '../../../libs/clock/index.js';
import { GatepostError, permissionDenied, unavailable } from '../../../libs/errors/index.js';
import { readAnswer } from '../../../libs/http/read-answer.js';
import { ADMINISTRATOR_ROLES } from '../../../libs/names/administrator-role.js';
import { CONSOLE_CLIENT } from '../../../libs/names/console-client.js';
import type { SignInPage, SignInPages, Tokens } from '../ports.js';
import { fetchDirectly, fetchVia } from './fetch-via.js';

const tokenAnswer = z.object({
  refresh_token: z.string().min(1).max(512),
  id_token: z.string().max(8192).optional(),
  administer_ticket: z.string().max(4096).optional(),
  administers: z.string().optional(),
  administrator_role: z.enum(ADMINISTRATOR_ROLES).optional(),
  act_ticket: z.string().max(4096).optional(),
});
type TokenAnswer = z.output<typeof tokenAnswer>;

/**
 * Talks OpenID Connect (Core 1.0) to portal, whose paths are fixed: a confidential client that uses the code flow with
 * PKCE, nonce and state.
 * @param parts.secret read anew for each call. callback: the console's address that receives codes. via: where portal is
 * reached, if not at `origin`; the `Host` header names `origin` all the same
 */
export function signInPage(parts: {
  readonly origin: string;
  readonly via?: string | undefined;
  readonly callback: string;
  readonly secret: () => string;
  readonly deadlineMs: number;
}): SignInPage {
  const { origin, via, callback, deadlineMs } = parts;
  const reach = via === undefined ? fetchDirectly : fetchVia(via);
  const keys = createRemoteJWKSet(new URL('/openid/jwks', origin), {
    ...{ [customFetch]: reach, timeoutDuration: deadlineMs },
  });

  async function ask(path: string, form: Readonly<Record<string, string>>) {
    const scope = abortScope({ ms: deadlineMs });
    try {
      const body = new URLSearchParams({
        client_id: CONSOLE_CLIENT,
        client_secret: parts.secret(),
        ...form,
      });
      const options = { method: 'POST', body, signal: scope.signal };
      const answer = await reach(`${origin}${path}`, options);
      const text = await readAnswer(answer.body);
      return { status: answer.status, text };
    } catch (cause) {
      throw unavailable('the sign-in page cannot be asked', cause);
    } finally {
      scope.release();
    }
  }

  /** Undefined if the code or refresh token is no longer valid. */
  async function tokens(form: Readonly<Record<string, string>>): Promise<TokenAnswer | undefined> {
    const { status, text } = await ask('/openid/token', form);
    if (status === 400 && read(text)?.error === 'invalid_grant') return undefined;
    const parsed = status === 200 ? tokenAnswer.safeParse(read(text)) : undefined;
    if (parsed?.success !== true) throw unavailable(`the sign-in page answered ${status}`);
    return parsed.data;
  }

  return {
    origin,
    address({ state, nonce, verifier, act, again, language }) {
      const query = new URLSearchParams({
        ...{
          client_id: CONSOLE_CLIENT,
          response_type: 'code',
          scope: 'openid email offline_access',
        },
        ...{ redirect_uri: callback, state, nonce, code_challenge_method: 'S256', lang: language },
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        ...(act === undefined ? {} : { act }),
        ...(again ? { prompt: 'login' } : {}),
      });
      return `${origin}/openid/authorize?${query}`;
    },
    async redeem({ code, verifier, nonce }) {
      const answer = await tokens({
        ...{ grant_type: 'authorization_code', code, redirect_uri: callback },
        code_verifier: verifier,
      });
      if (answer?.id_token === undefined) throw permissionDenied('the code is not valid');
      const { payload } = await jwtVerify(answer.id_token, keys, {
        ...{ issuer: origin, audience: CONSOLE_CLIENT, algorithms: ['RS256'] },
        clockTolerance: 60,
      }).catch((cause) => {
        throw new GatepostError('PERMISSION_DENIED', 'the ID token is not valid', { cause });
      });
      const { email } = payload;
      if (payload.nonce !== nonce || typeof email !== 'string') {
        throw permissionDenied('the ID token is for another sign-in');
      }
      return { account: email, ...toTokens(answer) };
    },
    async refresh(refreshToken) {
      const form = { grant_type: 'refresh_token', refresh_token: refreshToken };
      const answer = await tokens(form);
      return answer && toTokens(answer);
    },
    async signOut(refreshToken) {
      const { status } = await ask('/openid/revoke', {
        ...{ token: refreshToken, token_type_hint: 'refresh_token' },
      });
      if (status !== 200) throw unavailable(`the sign-in page answered ${status}`);
    },
  };
}

function toTokens(answer: TokenAnswer): Tokens {
  const { administer_ticket: ticket, administers: domain, administrator_role: role } = answer;
  return {
    refreshToken: answer.refresh_token,
    privileges: ticket && domain && role ? { ticket, domain, role } : undefined,
    actTicket: answer.act_ticket,
  };
}

function read(text: string): { error?: unknown } | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Opens the usual host and those that domains have of their own. */
export function signInPages(
  parts: Omit<Parameters<typeof signInPage>[0], 'origin'> & {
    readonly usual: string;
    readonly hosts: readonly { readonly url: string; readonly domains: readonly string[] }[];
  },
): SignInPages {
  const { usual, hosts, ...shared } = parts;
  const pages = new Map(
    [usual, ...hosts.map(({ url }) => url)].map((origin) => [
      origin,
      signInPage({ ...shared, origin }),
    ]),
  );
  const first = pages.get(usual) as SignInPage;
  return {
    of(domain) {
      const own = hosts.find(({ domains }) => domain !== undefined && domains.includes(domain));
      return (own && pages.get(own.url)) ?? first;
    },
    at: (origin) => pages.get(origin),
  };
}
