import { AuditServiceService as Audit } from '../../../libs/gen/gatepost/audit/v1/audit.js';
import {
  type Factor,
  Service,
  type TrustKind,
} from '../../../libs/gen/gatepost/common/v1/common.js';
import { Decision } from '../../../libs/gen/gatepost/policy/v1/authorization.js';
import {
  type DecidedNow,
  type ExplainResponse,
  PolicyAdminServiceService as PolicyAdmin,
} from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { defineCommand } from '../../define-command.js';
import { usageError } from '../../output/exit.js';
import { formatFields } from '../../output/output.js';
import type { Session } from '../../session/session.js';
import {
  decisionName,
  factorName,
  parseFactor,
  parseService,
  parseTrustKind,
  reasonName,
} from '../../wire/names.js';
import { formatTrace, missingOf } from '../../wire/views.js';
import { waysInWords } from '../../wire/ways.js';
import { filterFrom } from '../audit/filter.js';

interface Options {
  readonly with?: readonly Factor[][];
  readonly trusted?: readonly TrustKind[];
  readonly otp?: boolean;
  readonly interactive?: boolean;
  readonly decision?: string;
}

export const policyExplain = defineCommand<Options>({
  usage: 'explain [account] [service] [address]',
  about: 'Explain how a login would be decided, or how one was, and why each rule matches or not.',
  details: `The login is only described: the factors given with --with count as right. Trust, the person's factors and
identity providers are looked up, as for a real login. Nothing is verified, counted or written. For a login that is
not let in, each line names something that would be enough to let it in. With --decision, explains a recorded decision
by the document that was in force then, and by the one in force now, as of the login's own time.`,
  options: [
    {
      flags: '--with <factors>',
      about: 'the factors presented, such as password or password+otp',
      read: (text) => text.split('+').map((factor) => parseFactor(factor.trim())),
      many: true,
    },
    {
      flags: '--trusted <kind>',
      about: 'ip or device: counts as trusted',
      read: parseTrustKind,
      many: true,
    },
    { flags: '--otp', about: 'assume that the person has an authenticator' },
    { flags: '--no-otp', about: 'assume that the person has none' },
    { flags: '--decision <id>', about: 'explain this recorded decision' },
    { flags: '--interactive', about: 'the person can be asked for more' },
    { flags: '--no-interactive', about: 'the person cannot be asked for more' },
  ],
  examples: [
    'policy explain luca@a.tld Imap 203.0.113.5 --with password',
    'policy explain luca@a.tld WebUI 198.51.100.7 --with password+otp',
    'policy explain luca@a.tld Imap 192.0.2.80 --with password --trusted ip',
    'policy explain --decision 0191f0c2-7f3a-7cc1-9b9c-2f1d3c4b5a69',
  ],
  async run({ call, out }, [account = '', service = '', clientIp = ''], options) {
    const { decision: decisionId } = options;
    if (decisionId === undefined && clientIp === '') {
      throw usageError('give an account, a service and an address, or --decision');
    }
    const asked = {
      ...{ account, service: Service.UNSPECIFIED, clientIp, decisionId: '' },
      interactive: options.interactive,
      presented: options.with?.flat() ?? [],
      trusted: [...(options.trusted ?? [])],
      otpEnrolled: options.otp,
      withWays: true,
    };
    const answer = await call(
      PolicyAdmin.explain,
      decisionId === undefined
        ? { ...asked, service: parseService(service) }
        : { ...asked, account: account || (await accountOf(decisionId, call)), decisionId },
    );
    out.result(viewExplanation(answer), () => formatExplanation(answer));
    return undefined;
  },
});

/** The account of a decision, from the record. */
async function accountOf(decisionId: string, call: Session['call']): Promise<string> {
  const filter = { ...filterFrom({}), eventId: decisionId };
  const { events } = await call(Audit.query, { filter, page: { size: 1, token: '' } });
  const event = events[0]?.event;
  if (event === undefined || event.length === 0) {
    throw usageError(`the record holds no decision ${decisionId}`);
  }
  return JSON.parse(event.toString('utf8')).data?.account ?? '';
}

function viewExplanation(answer: ExplainResponse) {
  const { rule, policyDomain, policyRevision, trace } = answer;
  return {
    decision: decisionName(answer.decision),
    reason: reasonName(answer.reason),
    rule,
    policyDomain,
    policyRevision,
    missing: answer.missing.map(({ missing }) => missing.map(factorName)),
    trace,
    whatHelps: waysInWords(answer.ways),
    now: answer.now && viewNow(answer.now),
  };
}

/** The decision is null if it cannot be determined. */
function viewNow({ decision, reason, rule, policyDomain, policyRevision, trace }: DecidedNow) {
  const unknown = decision === Decision.UNSPECIFIED;
  return {
    decision: unknown ? null : decisionName(decision),
    reason: unknown ? null : reasonName(reason),
    ...{ rule, policyDomain, policyRevision, trace },
  };
}

function formatExplanation(answer: ExplainResponse): string {
  const { decision, reason, rule, policyDomain, policyRevision, missing, whatHelps } =
    viewExplanation(answer);
  const fields = formatFields([
    ['decision', `${decision} ${reason}`],
    ['rule', rule],
    ['policy', policyDomain === '' ? 'none' : `${policyDomain}, revision ${policyRevision}`],
    ['missing', missingOf(missing)],
    ...whatHelps.map((way, n) => [n === 0 ? 'what helps' : 'or', way] as const),
  ]);
  const then = answer.trace.length === 0 ? fields : `${fields}\n\n${formatTrace(answer.trace)}`;
  return answer.now === undefined ? then : `${then}\n\n${formatNow(answer.now)}`;
}

/** How today's documents decide a recorded login. */
function formatNow(now: DecidedNow): string {
  const { decision, reason, rule, policyDomain, policyRevision, trace } = viewNow(now);
  const fields = formatFields([
    ['today', decision === null ? UNKNOWN : `${decision} ${reason}`],
    ['rule', rule],
    ['policy', policyDomain === '' ? 'none' : `${policyDomain}, revision ${policyRevision}`],
  ]);
  return trace.length === 0 ? fields : `${fields}\n\n${formatTrace(trace)}`;
}

const UNKNOWN = "cannot be said: today's document asks what was not asked then";
