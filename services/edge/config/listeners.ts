import * as z from 'zod';
import { parseIdentity } from '../../../libs/certificates/identity-uri.js';
import { type Address, address, duration, secretFile } from '../../../libs/config/index.js';
import { domain, domains, ranges, service } from '../../../libs/config/name-fields.js';
import { parseDomain } from '../../../libs/names/domain.js';
import { isInteractive } from '../../../libs/names/services.js';

/** What it is asked about, and by whom it takes a client's address. */
const scope = {
  domains: domains().describe('Whose logins it asks for; `*`: every domain.'),
  services: z.array(service()).min(1).describe('What they may be for.'),
  'trusted-proxies': ranges().describe(
    'Who may say that another is the client: the mail servers that ask here, and the proxies before them. Whoever else does is refused, and it is an event. May be empty.',
  ),
  'default-domain': domain()
    .optional()
    .describe(
      'The domain of a login without one. Where the mail server opens the name it was given (auth policy, Postfix, Zimbra), it must be its own default. Absent: a login without a domain is refused.',
    ),
  deadline: duration({ min: 100, max: 60_000 })
    .default(5_000)
    .describe(
      'How long a decision is waited for; a front-end that gives up earlier should not be behind it.',
    ),
};

/** A socket in the file system. */
export interface UnixSocket {
  readonly path: string;
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|localhost)$/;

const listener = {
  /** In logs and events. */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be a name such as nginx-mail'),
  listen: address(),
  /** Connections begin with a PROXY header, version 1 or 2. */
  'proxy-protocol': z.boolean().default(false),
  ...scope,
};

/** One of the two: a secret of the listener's own, or certificates of our authority. */
const callers = {
  /** Told as `X-Gatepost-Secret`; on zimbra, whose requests cannot say it, as the path's end. */
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
  /** By domain, or `*`: where nginx takes a session to. */
  upstreams,
  /** What nginx signs in with there in the person's place; absent: with the person's password. */
  'upstream-password-file': secretFile().optional(),
  /** How long whoever was refused waits before another try; `0s`: the connection is closed. */
  wait: duration({ min: 0, max: 60_000 }).default(3_000),
  /** nginx's own listeners expect PROXY headers from the proxies before it. */
  'nginx-proxy-protocol': z.boolean().default(false),
});

/** An origin: scheme, host and port, and nothing else. */
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
    /** Of the sign-in page. */
    url: z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/$/, '')),
    /** As registered there, with this host and service. */
    client: z.string().regex(/^[a-z0-9-]{1,63}$/, 'must be a client such as webmail'),
    host: origin(),
    service: service().refine(isInteractive, 'must be interactive, such as WebUI'),
    /** What the webmail is given: `basic`, a mail token as a password; `header`, the account alone. */
    backend: z.enum(['basic', 'header']).default('header'),
    /** Whether the proxy hands a redirect on; nginx's auth_request takes 401 alone. */
    redirects: z.boolean().default(true),
  });
}

const forwardAuth = z.strictObject({
  protocol: z.literal('forward-auth'),
  ...listener,
  ...callers,
  /** Where people sign in. */
  'sign-in': z.url({ protocol: /^https?$/ }).optional(),
  /** Give and take session cookies for the interactive services. */
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
  /** What Zimbra's protocols are here, where it is not what it looks like: `soap: WebUI`. */
  protocols: z.record(z.string(), service()).default({}),
});

/** `unix:/path` or a loopback address: Postfix speaks no TLS here. */
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
    /** Of the UNIX socket, octal: who may ask. */
    mode: z
      .string()
      .regex(/^0[0-7]{2}0$/, 'must be octal and give others nothing, such as "0660"')
      .default('0660'),
    /** Said by Postfix as `policy_context`. Every local user can ask a loopback address. */
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
      .describe('Where people sign in.'),
    'hand-on-password': z
      .boolean()
      .default(false)
      .describe(
        'The mail server behind compares the password itself: leave `Authorization` in the request.',
      ),
  });
}
