import { AuditServiceService as Audit } from '../../../libs/gen/gatepost/audit/v1/audit.js';
import { Service } from '../../../libs/gen/gatepost/common/v1/common.js';
import { CredentialAdminServiceService as CredentialAdmin } from '../../../libs/gen/gatepost/credential/v1/credential.js';
import { OtpAdminServiceService as OtpAdmin } from '../../../libs/gen/gatepost/otp/v1/otp.js';
import { PasskeyAdminServiceService as PasskeyAdmin } from '../../../libs/gen/gatepost/passkey/v1/passkey.js';
import { PolicyAdminServiceService as PolicyAdmin } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { SamlAdminServiceService as SamlAdmin } from '../../../libs/gen/gatepost/saml/v1/saml.js';
import { TrustAdminServiceService as TrustAdmin } from '../../../libs/gen/gatepost/truststore/v1/trust_store.js';
import { readPages } from '../../input/common-options.js';
import type { Session } from '../../session/session.js';
import { waysInWords } from '../../wire/ways.js';
import { filterFrom } from '../audit/filter.js';
import type { Sections } from './ask-each.js';
import { type Refusal, readRefusal } from './refusals.js';

const REFUSALS = 10;

/** The questions to each service. Each answer is shown in a section of its own. */
export function questionsAbout({ call }: Pick<Session, 'call'>, account: string, domain: string) {
  const page = { size: 500, token: '' };
  return {
    password: async () => {
      const { backend } = await call(CredentialAdmin.getBackend, { domain });
      const request = { domain, account, page: { size: 1, token: '' } };
      const { accounts } = await call(CredentialAdmin.listAccounts, request);
      return { backend: backend?.kind?.$case ?? 'embedded', account: accounts[0] };
    },
    appPasswords: async () =>
      (await call(CredentialAdmin.listAppPasswords, { account })).appPasswords,
    codes: () => call(OtpAdmin.listAuthenticators, { account }),
    passkeys: async () => (await call(PasskeyAdmin.listPasskeys, { account })).passkeys,
    trust: () =>
      readPages({
        limit: 500,
        fetch: (part) => call(TrustAdmin.listTrust, { account, domain: '', page: part }),
        items: ({ trusts }) => trusts,
      }),
    limits: async () => {
      const request = { account, domain: '', page };
      const [password, code, passkey] = await Promise.all([
        call(CredentialAdmin.listThrottles, request),
        call(OtpAdmin.listThrottles, request),
        call(PasskeyAdmin.listThrottles, request),
      ]);
      return {
        password: password.throttles,
        code: code.throttles,
        passkey: passkey.throttles,
      };
    },
    singleSignOn: async () => {
      const { settings } = await call(SamlAdmin.getSettings, { domain }).catch((error) => {
        if (error?.code === 'NOT_FOUND') return { settings: undefined };
        throw error;
      });
      return settings?.providerEntityId ?? '';
    },
    policy: async () => {
      const request = { prefix: '', page, forDomain: domain, template: '' };
      return (await call(PolicyAdmin.list, request)).documents.map(({ name }) => name);
    },
    refusals: async () => {
      const filter = filterFrom({ account, decision: 'DENY', type: 'gatepost.login' });
      const { events } = await call(Audit.query, { filter, page: { size: REFUSALS, token: '' } });
      const refusals = events
        .map((event) => readRefusal(event, account))
        .filter((each) => each !== undefined);
      return withWays(refusals, (decisionId) => waysOf(call, account, decisionId));
    },
  };
}

/** Adds the ways in to the newest of each group of similar refusals. */
async function withWays(
  refusals: readonly Refusal[],
  ask: (decisionId: string) => Promise<readonly string[]>,
): Promise<Refusal[]> {
  const like = ({ service, address, reason }: Refusal) => `${service} ${address} ${reason}`;
  const newest = new Map([...refusals].reverse().map((each) => [like(each), each.decisionId]));
  const ways = new Map(
    await Promise.all([...newest.values()].map(async (id) => [id, await ask(id)] as const)),
  );
  return refusals.map((each) => ({ ...each, ways: ways.get(newest.get(like(each)) ?? '') ?? [] }));
}

/** Empty if the ways cannot be determined. The page then shows the general advice for the reason. */
async function waysOf(
  call: Session['call'],
  account: string,
  decisionId: string,
): Promise<readonly string[]> {
  const described = { service: Service.UNSPECIFIED, clientIp: '', presented: [], trusted: [] };
  const asked = { ...described, interactive: undefined, otpEnrolled: undefined };
  try {
    const request = { account, decisionId, withWays: true, ...asked };
    return waysInWords((await call(PolicyAdmin.explain, request)).ways);
  } catch {
    return [];
  }
}

export type Person = Sections<ReturnType<typeof questionsAbout>>;
