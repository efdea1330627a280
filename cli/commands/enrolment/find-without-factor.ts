import { AuditServiceService as Audit } from '../../../libs/gen/gatepost/audit/v1/audit.js';
import { Service } from '../../../libs/gen/gatepost/common/v1/common.js';
import { CredentialAdminServiceService as CredentialAdmin } from '../../../libs/gen/gatepost/credential/v1/credential.js';
import { OtpAdminServiceService as OtpAdmin } from '../../../libs/gen/gatepost/otp/v1/otp.js';
import { PasskeyAdminServiceService as PasskeyAdmin } from '../../../libs/gen/gatepost/passkey/v1/passkey.js';
import { PolicyAdminServiceService as PolicyAdmin } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import type { OptionSpec } from '../../define-command.js';
import { readPages } from '../../input/common-options.js';
import { parseWhole } from '../../input/durations.js';
import type { Session } from '../../session/session.js';

const DAY_MS = 86_400_000;
const USUAL_DAYS = 30;
const MOST = 1_000_000;
/** How many accounts are asked about at once, and how many policy takes in one call. */
const AT_ONCE = 16;
export const A_CALL = 1000;

export interface FindOptions {
  readonly days?: number;
}

export const DAYS_OPTION: OptionSpec = {
  flags: '--days <n>',
  about: `how many days back to look for webmail sign-ins (default: ${USUAL_DAYS})`,
  read: (text) => parseWhole(text, { min: 1, max: 3650 }),
};

/** A person without a second factor. */
export interface WithoutFactor {
  readonly account: string;
  readonly lastWebmail: Date | undefined;
  /** When the grace period ends; undefined if there is none. */
  readonly until: Date | undefined;
  /** When a reminder is due; undefined if none is pending. */
  readonly remindAt: Date | undefined;
}

export interface FactorReport {
  readonly accounts: number;
  /** People who used a webmail come first, the most recent at the top. */
  readonly without: readonly WithoutFactor[];
}

/**
 * Asks about every account of a domain. In a domain with a directory, only accounts that signed in to a webmail are
 * known.
 */
export async function findWithoutFactor(
  session: Session,
  domain: string,
  { days = USUAL_DAYS }: FindOptions,
): Promise<FactorReport> {
  const { out } = session;
  const lastWebmail = await webmailUse(session, domain, days);
  const kept = await readPages({
    limit: MOST,
    fetch: (page) => session.call(CredentialAdmin.listAccounts, { domain, page, account: '' }),
    items: (page) => page.accounts,
  });
  const names = [...new Set([...lastWebmail.keys(), ...kept.map(({ account }) => account)])];
  const lacking: string[] = [];
  for (let done = 0; done < names.length; done += AT_ONCE) {
    out.progress(`${done} of ${names.length} accounts`);
    const some = names.slice(done, done + AT_ONCE);
    const have = await Promise.all(some.map((account) => hasSecondFactor(session, account)));
    lacking.push(...some.filter((_, n) => have[n] === false));
  }
  const without: WithoutFactor[] = [];
  for (let n = 0; n < lacking.length; n += A_CALL) {
    const asked = { domain, accounts: lacking.slice(n, n + A_CALL) };
    const { accounts } = await session.call(PolicyAdmin.listGrace, asked);
    without.push(
      ...accounts.map(({ account, until, remindAt }) => {
        return { account, lastWebmail: lastWebmail.get(account), until, remindAt };
      }),
    );
  }
  const lastOf = (one: WithoutFactor) => one.lastWebmail?.getTime() ?? 0;
  without.sort((a, b) => lastOf(b) - lastOf(a) || (a.account < b.account ? -1 : 1));
  return { accounts: names.length, without };
}

async function webmailUse({ call }: Session, domain: string, days: number) {
  const since = new Date(Date.now() - days * DAY_MS);
  const filter = {
    ...{ domain, since, service: Service.WEB_UI, decision: 'ALLOW', type: 'gatepost.login.v1' },
    ...{ account: '', clientIp: '', reason: '', rule: '', eventId: '', until: undefined },
  };
  const events = await readPages({
    limit: MOST,
    fetch: (page) => call(Audit.query, { filter, page }),
    items: (page) => page.events,
  });
  const last = new Map<string, Date>();
  for (const { event } of events) {
    // Erased.
    if (event.length === 0) continue;
    const { time, data } = JSON.parse(Buffer.from(event).toString('utf8'));
    if (typeof data?.account === 'string' && !last.has(data.account)) {
      last.set(data.account, new Date(time));
    }
  }
  return last;
}

async function hasSecondFactor({ call }: Session, account: string): Promise<boolean> {
  const [codes, keys] = await Promise.all([
    call(OtpAdmin.listAuthenticators, { account }),
    call(PasskeyAdmin.listPasskeys, { account }),
  ]);
  return codes.authenticators.length + keys.passkeys.length > 0;
}
