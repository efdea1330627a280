import * as z from 'zod';
import { parseIdentity } from '../../certificates/identity-uri.js';
import { parseYaml } from '../../config/index.js';
import { SERVICES, type Service } from '../../names/services.js';
import { ALL_DOMAINS, type Domains, NO_DOMAIN } from './domains.js';

/** What a caller may state or ask for in a request, beyond calling the method. */
export const PERMISSIONS = ['password-verified', 'interactive', 'explain', 'sessions'] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** The rights of one caller under the allow-list. */
export interface Grant {
  allowsRpc(rpc: string): boolean;
  allowsDomains(domains: Domains): boolean;
  may(permission: Permission): boolean;
  /** Whether it may ask about logins to this service. */
  allowsService(service: Service): boolean;
}

/** Who may call what. A caller without an entry may call nothing. */
export interface AllowList {
  grantOf(uri: string): Grant | null;
}

/** For methods that every identity of our authority may call: health and reflection. */
export const ANY_IDENTITY: Grant = {
  allowsRpc: () => true,
  allowsDomains: (domains) => domains === NO_DOMAIN,
  may: () => false,
  allowsService: () => false,
};

const DOMAIN =
  /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/**
 * Reads an allow-list.
 * @param options.rpcs the methods that are served, as `package.Service/Method`; any other method
 *   in an entry is an error
 * @param options.switchedOff methods that this configuration does not serve; in an entry they
 *   grant nothing and cause a warning
 * @throws ConfigError with everything wrong, by line and column
 */
export function parseAllowList(
  text: string,
  options: {
    file: string;
    rpcs: readonly string[];
    switchedOff?: readonly string[];
    onWarning?: (message: string) => void;
  },
): AllowList {
  const { file, rpcs, switchedOff = [], onWarning = () => undefined } = options;
  const { callers } = parseYaml(text, { file, schema: schemaFor([...rpcs, ...switchedOff]) });
  const served = namesOf(rpcs);
  for (const { identity, rpcs: given } of callers) {
    for (const rpc of given.filter((name) => !served.has(name))) {
      onWarning(`${file}: ${identity}: ${rpc} is not served here: the entry gives nothing`);
    }
  }
  const grants = new Map(callers.map((entry) => [entry.identity, makeGrant(entry)]));
  return { grantOf: (uri) => grants.get(uri) ?? null };
}

/** The names that an entry may use for these methods. */
function namesOf(rpcs: readonly string[]): ReadonlySet<string> {
  return new Set(rpcs.flatMap((rpc) => [rpc, `${rpc.split('/')[0]}/*`]));
}

function schemaFor(rpcs: readonly string[]) {
  const known = namesOf(rpcs);
  const rpc = z.string().refine((name) => known.has(name), {
    error: 'is not served here; write package.Service/Method or package.Service/*',
  });
  const domain = z.string().refine((name) => name === '*' || DOMAIN.test(name), {
    error: 'must be "*" or a domain in lower case, as A-labels',
  });
  const entry = z.strictObject({
    identity: z.string().refine((uri) => parseIdentity(uri) !== null, {
      error: 'must be spiffe://gatepost/<front-end|service|admin|auditor>/<name>',
    }),
    rpcs: z.array(rpc).min(1),
    domains: z.array(domain).min(1),
    may: z.array(z.enum(PERMISSIONS)).default([]),
    /** Services of logins that the caller may ask about. Absent means all, as for a mail server. */
    services: z.array(z.enum(SERVICES)).min(1).optional(),
  });
  return z.strictObject({
    callers: z.array(entry).superRefine((entries, context) => {
      const seen = new Set<string>();
      for (const [i, { identity }] of entries.entries()) {
        if (seen.has(identity)) {
          const message = 'has an entry already';
          context.addIssue({ code: 'custom', path: [i, 'identity'], message });
        }
        seen.add(identity);
      }
    }),
  });
}

function makeGrant(entry: {
  rpcs: readonly string[];
  domains: readonly string[];
  may: readonly Permission[];
  services?: readonly Service[] | undefined;
}): Grant {
  const rpcs = new Set(entry.rpcs);
  const domains = new Set(entry.domains);
  const everywhere = domains.has('*');
  return {
    allowsRpc: (rpc) => rpcs.has(rpc) || rpcs.has(`${rpc.split('/')[0]}/*`),
    allowsDomains(asked) {
      if (everywhere || asked === NO_DOMAIN) return true;
      if (asked === ALL_DOMAINS) return false;
      const list = typeof asked === 'string' ? [asked] : asked;
      // A request that names no domain would pass `every`, which is true for an empty list.
      return list.length > 0 && list.every((domain) => domain !== '*' && domains.has(domain));
    },
    may: (permission) => entry.may.includes(permission),
    allowsService: (service) => entry.services?.includes(service) ?? true,
  };
}
