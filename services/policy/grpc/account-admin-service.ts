import type { Removal as WireRemoval } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { AccountAdminServiceService } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { defineService, type Service, SHOWS } from '../../../libs/grpc/index.js';
import { RequestReader } from '../../../libs/grpc/requests/request-reader.js';
import { callUntil } from '../commands/call-until.js';
import { getRemoval, type RemovalPorts, removeAccount } from '../commands/remove-account.js';
import type { Removal } from '../ports/removals.js';
import { accountDomain } from './account-domain.js';
import { authorOf } from './policy-from-wire.js';

/** The RPCs that remove an account from every service. */
export function accountAdminService(ports: RemovalPorts): Service {
  return defineService(AccountAdminServiceService, {
    handlers: {
      async removeAccount({ account, actor }, context) {
        const request = {
          ...authorOf(actor, context, 'actor'),
          account: canonical(account),
        };
        const call = callUntil(context.deadline, context.signal);
        return { removal: removalToWire(await removeAccount(request, call, ports)) };
      },
      async getRemoval({ account }) {
        return { removal: removalToWire(await getRemoval(canonical(account), ports)) };
      },
    },
    domainOf: {
      removeAccount: ({ account }) => accountDomain('account', account),
      getRemoval: ({ account }) => accountDomain('account', account),
    },
    administer: { getRemoval: SHOWS },
  });
}

function canonical(account: string): string {
  const reader = new RequestReader();
  const { name } = reader.account('account', account);
  reader.finish();
  return name;
}

function removalToWire(removal: Removal): WireRemoval {
  const { account, requestedAt, completedAt, waiting, removed } = removal;
  return {
    account,
    requestedAt: new Date(requestedAt),
    completedAt: completedAt === undefined ? undefined : new Date(completedAt),
    waiting: [...waiting],
    removed,
  };
}
