import { withinAbortScope } from '../../../../libs/clock/index.js';
import { GatepostError, unavailable } from '../../../../libs/errors/index.js';
import { domainOfAccount } from '../../../../libs/names/account.js';
import type { LdapSettings } from '../../core/backend.js';
import { ENTRY_ATTRIBUTES, readEntry } from '../../core/directory-entry.js';
import type { TemplateParts } from '../../core/ldap-template.js';
import type { CallScope, Directory, Log, Share } from '../../ports.js';
import { ANSWER_MS, type RunInSlot, slots } from '../slots.js';
import { checkSettings, isAllowed, type LdapRules, type LdapServer, serverOf } from './allowed.js';
import { type Asking, askServer, findEntry } from './ask-server.js';
import { connectionPool } from './pool.js';
import { tryServer } from './try-server.js';

/** How many logins are asked of one server at a time. */
const AT_ONCE = 10;
/** How long a server that gave no answer is tried last. */
const AVOID_MS = 10_000;

/** LDAP directories, within the operator's rules. */
export function ldapDirectory(
  rules: LdapRules,
  log: Log,
): Directory & { /** Closes pooled connections. */ close(): void } {
  const pool = connectionPool();
  const avoidUntil = new Map<string, number>();
  const inSlotOf = new Map<string, RunInSlot>();

  function inSlot(server: LdapServer): RunInSlot {
    const run = inSlotOf.get(server.url) ?? slots(AT_ONCE);
    inSlotOf.set(server.url, run);
    return run;
  }

  /** The servers in the order of the settings; those that recently gave no answer come last. */
  function serversOf({ urls }: LdapSettings): LdapServer[] {
    const now = performance.now();
    const isAvoided = ({ url }: LdapServer) => (avoidUntil.get(url) ?? 0) > now;
    const allowed = urls.map(serverOf).filter((server) => isAllowed(server, rules));
    return [
      ...allowed.filter((server) => !isAvoided(server)),
      ...allowed.filter((server) => isAvoided(server)),
    ];
  }

  /** Asks within the time limit of one server, or the rest of the call's time if that is shorter. */
  async function within<T>(
    server: LdapServer,
    settings: LdapSettings,
    call: CallScope,
    ask: (asking: Asking) => Promise<T>,
  ): Promise<T> {
    const leftMs = Math.min(settings.timeoutMs, call.deadline - ANSWER_MS - performance.now());
    if (leftMs <= 0) throw unavailable('no directory server answered in time');
    return withinAbortScope({ ms: Math.ceil(leftMs) }, (signal) =>
      ask({ server, settings, rules, pool, signal }),
    );
  }

  /**
   * Asks the servers one after another until one answers.
   * @throws GatepostError UNAVAILABLE
   */
  async function askInTurn<T>(
    settings: LdapSettings,
    call: CallScope,
    ask: (asking: Asking) => Promise<T>,
    share?: Share,
  ): Promise<{ readonly server: LdapServer; readonly result: T }> {
    for (const server of serversOf(settings)) {
      try {
        const asking = () => within(server, settings, call, ask);
        const result = await inSlot(server)(call, asking, share);
        avoidUntil.delete(server.url);
        return { server, result };
      } catch (error) {
        // Our own failure, not the server's: no time, no slot or no secret.
        if (error instanceof GatepostError) throw error;
        avoidUntil.set(server.url, performance.now() + AVOID_MS);
        log.warn('a directory server gave no answer', { url: server.url, error });
      }
    }
    throw unavailable('no directory server can be asked');
  }

  return {
    async verify(settings, login, call) {
      const password = login.password.toString('utf8');
      // A bind with an empty password would be anonymous and succeed (RFC 4513 section 5.1.2).
      if (password === '' || !Buffer.from(password).equals(login.password)) return false;
      const sought = { parts: partsOf(login.account), everyDomain: login.everyDomain === true };
      const ask = (asking: Asking) => askServer(asking, { ...sought, password });
      const { server, result } = await askInTurn(settings, call, ask, login.share);
      if (result.kind === 'right') return true;
      log.info('a directory refused a password', { url: server.url, why: result.why });
      return false;
    },

    async look(settings, { account, everyDomain }, call) {
      if (settings.bind.by === 'template') return undefined;
      const sought = { parts: partsOf(account), everyDomain };
      const ask = (asking: Asking) => findEntry(asking, sought, ENTRY_ATTRIBUTES);
      const { result } = await askInTurn(settings, call, ask);
      return result.dn === undefined ? { kind: 'none' } : readEntry(result.attributes);
    },

    check: (settings) => checkSettings(settings, rules),

    async test(settings, { account, everyDomain = false }, call) {
      const steps: string[] = [];
      let usable = false;
      for (const url of settings.urls) {
        const server = serverOf(url);
        if (!isAllowed(server, rules)) {
          steps.push(`${url}: is not among the operator's hosts`);
          continue;
        }
        const sought = account === undefined ? undefined : { parts: partsOf(account), everyDomain };
        const tried = await within(server, settings, call, (asking) =>
          tryServer(asking, sought),
        ).catch((error: Error) => ({ works: false, steps: [error.message] }));
        usable ||= tried.works;
        steps.push(...tried.steps.map((step) => `${url}: ${step}`));
      }
      return { usable, steps };
    },

    close: () => pool.close(),
  };
}

function partsOf(account: string): TemplateParts {
  const domain = domainOfAccount(account);
  return { account, domain, local: account.slice(0, -domain.length - 1) };
}
