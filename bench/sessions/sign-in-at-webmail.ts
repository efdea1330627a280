import type { Session } from '../../cli/session/session.js';
import { Service } from '../../libs/gen/gatepost/common/v1/common.js';
import {
  AuthorizationServiceService as Authorization,
  AuthorizeRequest,
  Decision,
  Remember,
} from '../../libs/gen/gatepost/policy/v1/authorization.js';
import {
  Client,
  ClientAdminServiceService as ClientAdmin,
} from '../../libs/gen/gatepost/policy/v1/client_admin.js';
import { complete } from '../../libs/grpc/wire/complete.js';

/**
 * Registers a webmail for a.tld, and signs a person in there from 192.0.2.9. @returns the session's
 * secret
 */
export async function signInAtWebmail(
  { operator, edge }: { readonly operator: Session; readonly edge: Session },
  person: Pick<AuthorizeRequest, 'account' | 'password'> & { readonly otpCode?: string },
): Promise<string> {
  const oidc = {
    ...{ redirectUris: ['https://webmail.example/callback'], postLogoutRedirectUris: [] },
    ...{ backchannelLogoutUri: '', public: false, withoutPkce: false },
  };
  const client = complete(Client, {
    ...{ id: 'webmail', name: 'Webmail', service: Service.WEB_UI, domains: ['a.tld'] },
    ...{ networks: ['198.51.100.0/24'], kind: { $case: 'oidc', value: oidc } },
  });
  await operator.call(ClientAdmin.putClient, { client, newSecret: false, actor: undefined });
  const answer = await edge.call(
    Authorization.authorize,
    complete(AuthorizeRequest, {
      ...{ ...person, service: Service.WEB_UI, clientIp: '192.0.2.9', client: 'webmail' },
      remember: complete(Remember, { sessionSeconds: 28_800 }),
    }),
  );
  if (answer.decision !== Decision.ALLOW) throw new Error(`${answer.rule} ${answer.reason}`);
  return answer.sessionSecret;
}
