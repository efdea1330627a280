import * as z from 'zod';
import { parseIdentity } from '../../../libs/certificates/identity-uri.js';
import { type Address, address, duration, secretFile } from '../../../libs/config/index.js';
import { domain, domains, ranges, service } from '../../../libs/config/name-fields.js';
import { parseDomain } from '../../../libs/names/domain.js';
import { isInteractive } from '../../../libs/names/services.js';

/** What the listener is asked about, and who may state a client's address. */
const scope = {
  domains: domains().describe('Domains whose logins it may ask about; `*`: every domain.'),
  services: z.array(service()).min(1).describe('Services that these logins may be for.'),
  'trusted-proxies': ranges().describe(
    'Addresses that may name another as the client: the mail servers that ask here, and proxies in front of them. If another address does, the login is refused and an event tells. May be empty.',
  ),
  'default-domain': domain()
    .optional()
    .describe(
      "Domain of a login without one. If the mail server opens the mailbox by the name that it was given (auth policy, Postfix, Zimbra), this must be the server's own default domain. Absent: a login without a domain is refused.",
    ),
  deadline: duration({ min: 100, max: 60_000 })
    .default(5_000)
    .describe('How long to wait for a decision. The front-end must not give up earlier.'),
};

/** A UNIX socket. */
export interface UnixSocket {
  readonly path: string;
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|localhost)$/;

const listener = {
  /** Name in logs and events. */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be a name such as nginx-mail'),
  listen: address(),
  /** Whether connections begin with a PROXY header, version 1 or 2. */
  'proxy-protocol': z.boolean().default(false),
  ...scope,
};

/** One of the two: the listener's own secret, or certificates of our authority. */
const callers = {
  /** Sent as `X-Gatepost-Secret`. Zimbra cannot send that header, so it sends the secret as the end of the path. */
  'secret-file': secretFile().optional(),
  identities: z
    .array(
      z.string().refine((uri) => parseIdentity(uri) !== null, {
        error: 'must be spiffe://gatepost/front-end/<name>',
      }),
    )
    .min(1)
    .optional(),
};

const upstreams = z
  .record(
    z.string(),
    z.partialRecord(z.enum(['Imap', 'Pop3', 'Smtp']), address().refine(isLiteral, LITERAL())),
  )
  .superRefine((byDomain, context) => {
    for (const domain of Object.keys(byDomain)) {
      const parsed = parseDomain(domain);
      if (domain === '*' || (parsed.ok && parsed.value === domain)) continue;
      const message = 'must be "*" or a domain in lower case, as A-labels';
      context.addIssue({ code: 'custom', path: [domain], message });
    }
  });

function isLiteral({ host }: Address): boolean {
  return /^[\d.]+$/.test(host) || host.includes(':');
}

function LITERAL() {
  return { error: 'must be an address: nginx looks no name up' };
}

const nginxMail = z.strictObject({
  protocol: z.literal('nginx-mail'),
  ...listener,
  ...callers,
  /** The mail servers to which nginx passes sessions, by domain or `*`. */
  upstreams,
  /** The password that nginx signs in with at the mail server. Absent: the person's own password. */
  'upstream-password-file': secretFile().optional(),
  /** How long a refused person waits before another try; `0s` closes the connection. */
  wait: duration({ min: 0, max: 60_000 }).default(3_000),
  /** Whether nginx's own listeners expect PROXY headers from proxies before it. */
  'nginx-proxy-protocol': z.boolean().default(false),
});

/** An origin: only scheme, host and port. */
function origin() {
  return z.url({ protocol: /^https?$/ }).transform((text, context) => {
    const url = new URL(text);
    if (url.origin === text.replace(/\/$/, '')) return url.origin;
    context.addIssue({ code: 'custom', message: 'must be an origin, such as https://mail.a.tld' });
    return z.NEVER;
  });
}

function portal() {
  return z.strictObject({
    /** URL of the sign-in page. */
    url: z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/$/, '')),
    /** The client as registered at the sign-in page, with this host and service. */
    client: z.string().regex(/^[a-z0-9-]{1,63}$/, 'must be a client such as webmail'),
    host: origin(),
    service: service().refine(isInteractive, 'must be interactive, such as WebUI'),
    /** What the webmail receives: with `basic`, a mail token as a password; with `header`, only the account. */
    backend: z.enum(['basic', 'header']).default('header'),
    /** Whether the proxy passes a redirect to the browser; nginx's auth_request only accepts 401. */
    redirects: z.boolean().default(true),
  });
}

const forwardAuth = z.strictObject({
  protocol: z.literal('forward-auth'),
  ...listener,
  ...callers,
  /** URL at which people sign in. */
  'sign-in': z.url({ protocol: /^https?$/ }).optional(),
  /** Set and accept session cookies for the interactive services. */
  sessions: z.boolean().default(false),
  /** Our own sign-in page, for one service of one protected host. */
  portal: portal().optional(),
});

const dovecotPassdb = z.strictObject({
  protocol: z.literal('dovecot-passdb'),
  ...listener,
  ...callers,
});

const introspection = z.strictObject({
  protocol: z.literal('introspection'),
  ...listener,
  ...callers,
});

const dovecotPolicy = z.strictObject({
  protocol: z.literal('dovecot-auth-policy'),
  ...listener,
  ...callers,
});

const zimbra = z.strictObject({
  protocol: z.literal('zimbra'),
  ...listener,
  ...callers,
  /** The services of Zimbra's protocols that differ from the default, such as `soap: WebUI`. */
  protocols: z.record(z.string(), service()).default({}),
});

/** `unix:/path` or a loopback address, because Postfix does not use TLS here. */
const local = z.string().transform((text, context): Address | UnixSocket => {
  if (text.startsWith('unix:/')) return { path: text.slice('unix:'.length) };
  const parsed = address().safeParse(text);
  if (parsed.success && LOOPBACK.test(parsed.data.host)) return parsed.data;
  context.addIssue({ code: 'custom', message: 'must be unix:/path or a loopback address' });
  return z.NEVER;
});

const postfixPolicy = z
  .strictObject({
    protocol: z.literal('postfix-policy'),
    ...listener,
    listen: local,
    /** Mode of the UNIX socket, octal: who may connect. */
    mode: z
      .string()
      .regex(/^0[0-7]{2}0$/, 'must be octal and give others nothing, such as "0660"')
      .default('0660'),
    /** Sent by Postfix as `policy_context`. It is needed because every local user can connect to a loopback address. */
    'secret-file': secretFile().optional(),
  })
  .superRefine((settings, context) => {
    if ('path' in settings.listen || settings['secret-file'] !== undefined) return;
    const message =
      'is needed on a loopback address, where every local user can ask; or listen on unix:/path';
    context.addIssue({ code: 'custom', path: ['secret-file'], message });
  });

/** The settings of one listener, by its `protocol`. */
export function listenerSettings() {
  return z
    .discriminatedUnion('protocol', [
      nginxMail,
      forwardAuth,
      dovecotPassdb,
      introspection,
      dovecotPolicy,
      zimbra,
      postfixPolicy,
    ])
    .superRefine((settings, context) => {
      if (settings.protocol === 'postfix-policy') return;
      const { identities } = settings;
      if ((settings['secret-file'] === undefined) === (identities === undefined)) {
        context.addIssue({
          code: 'custom',
          message: 'needs secret-file or identities: one of them',
        });
      }
      if (identities !== undefined && settings['proxy-protocol']) {
        const message = 'goes with secret-file only';
        context.addIssue({ code: 'custom', path: ['proxy-protocol'], message });
      }
    });
}

export type ListenerSettings = z.output<ReturnType<typeof listenerSettings>>;

/** The settings of Envoy's external authorization. */
export function envoySettings() {
  return z.strictObject({
    ...scope,
    'sign-in': z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe('Address of the page where people sign in.'),
    'hand-on-password': z
      .boolean()
      .default(false)
      .describe(
        'Leaves `Authorization` in the request, for a mail server that checks the password itself.',
      ),
  });
}
