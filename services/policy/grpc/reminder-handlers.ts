import type {
  EndRemindersRequest,
  EndRemindersResponse,
  ListGraceRequest,
  ListGraceResponse,
  RemindToEnrolRequest,
  RemindToEnrolResponse,
} from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import type { CallContext } from '../../../libs/grpc/index.js';
import { RequestReader } from '../../../libs/grpc/requests/request-reader.js';
import { graceOf, type RemindPorts, remind } from '../commands/remind.js';
import { authorOf } from './policy-from-wire.js';

export type ReminderPorts = RemindPorts;

const MOST_ACCOUNTS = 1000;
const DAYS = { min: 1, max: 90 };

const domainOfReminders = ({ domain }: { readonly domain: string }): string => {
  const reader = new RequestReader();
  const name = reader.domain('domain', domain);
  reader.finish();
  return name;
};

export const domainsOfReminders = {
  listGrace: domainOfReminders,
  remindToEnrol: domainOfReminders,
  endReminders: domainOfReminders,
};

/** The RPCs that have people reminded to set up a second factor. */
export function reminderHandlers(ports: ReminderPorts) {
  const { reminders } = ports;
  return {
    async listGrace(request: ListGraceRequest): Promise<ListGraceResponse> {
      const { domain, accounts } = membersIn(request);
      const [dueAt, waiting] = await Promise.all([
        reminders.dueAt(accounts),
        reminders.waiting(domain),
      ]);
      const found = graceOf(ports, domain, accounts).map(({ account, until }) => {
        const due = dueAt.get(account);
        return {
          account,
          until: until === null ? undefined : new Date(until),
          remindAt: due === undefined ? undefined : new Date(due),
        };
      });
      return { accounts: found, waiting: BigInt(waiting) };
    },

    async remindToEnrol(
      request: RemindToEnrolRequest,
      context: CallContext,
    ): Promise<RemindToEnrolResponse> {
      const { domain, accounts } = membersIn(request);
      const reader = new RequestReader();
      const daysBefore = reader.whole('days_before', request.daysBefore, DAYS);
      reader.finish();
      const { actor, onBehalfOf, comment } = authorOf(request.actor, context, 'actor');
      const by = { actor, onBehalfOf, comment };
      const asked = { ...by, domain, accounts, daysBefore, dryRun: request.dryRun };
      const waiting = await remind(ports, asked);
      return { waiting, withoutGrace: accounts.length - waiting };
    },

    async endReminders(
      request: EndRemindersRequest,
      context: CallContext,
    ): Promise<EndRemindersResponse> {
      const domain = domainOfReminders(request);
      const { actor, onBehalfOf, comment } = authorOf(request.actor, context, 'actor');
      return { ended: BigInt(await reminders.end(domain, { actor, onBehalfOf, comment })) };
    },
  };
}

/** The accounts of a request, each once. All must be members of its domain: the caller has rights in no other. */
function membersIn(request: { readonly domain: string; readonly accounts: readonly string[] }) {
  const domain = domainOfReminders(request);
  const reader = new RequestReader();
  if (request.accounts.length > MOST_ACCOUNTS) {
    reader.refuse('accounts', `more than ${MOST_ACCOUNTS}`);
  }
  reader.finish();
  const accounts = request.accounts.map((each, index) => {
    const account = reader.account(`accounts[${index}]`, each);
    if (account.domain !== domain) reader.refuse(`accounts[${index}]`, `is not in ${domain}`);
    return account.name;
  });
  reader.finish();
  return { domain, accounts: [...new Set(accounts)] };
}
