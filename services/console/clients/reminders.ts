import { PolicyAdminServiceService as Policy } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import type { Peer } from '../../../libs/grpc/index.js';
import type { Reminders } from '../ports.js';
import { because, changes, type Deadline, reads } from './ask.js';

/** Grace periods and reminders, kept by policy. */
export function reminders(parts: { readonly policy: Peer } & Deadline): Reminders {
  const { policy } = parts;
  return {
    async grace(who, { domain, accounts }) {
      const request = { domain, accounts: [...accounts] };
      const answer = await policy.unary(Policy.listGrace, request, reads(who, parts));
      return answer.accounts.map(({ account, until, remindAt }) => {
        return { account, until: until?.getTime(), remindAt: remindAt?.getTime() };
      });
    },
    async remind(who, { domain, accounts, daysBefore }) {
      const request = {
        ...{ domain, accounts: [...accounts], daysBefore },
        ...{ dryRun: false, actor: because('') },
      };
      return (await policy.unary(Policy.remindToEnrol, request, changes(who, parts))).waiting;
    },
    async waiting(who, domain) {
      const request = { domain, accounts: [] };
      return Number((await policy.unary(Policy.listGrace, request, reads(who, parts))).waiting);
    },
    async end(who, domain) {
      const request = { domain, actor: because('') };
      return Number((await policy.unary(Policy.endReminders, request, changes(who, parts))).ended);
    },
  };
}
