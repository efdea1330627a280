import type { Factor, TrustKind } from '../../../libs/gen/gatepost/common/v1/common.js';
import {
  type ExplainResponse,
  PolicyAdminServiceService as PolicyAdmin,
} from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { defineCommand } from '../../define-command.js';
import { formatFields } from '../../output/output.js';
import {
  decisionName,
  factorName,
  parseFactor,
  parseService,
  parseTrustKind,
  reasonName,
} from '../../wire/names.js';
import { formatTrace, missingOf } from '../../wire/views.js';

interface Options {
  readonly with?: readonly Factor[][];
  readonly trusted?: readonly TrustKind[];
  readonly otp?: boolean;
  readonly interactive?: boolean;
}

export const policyExplain = defineCommand<Options>({
  usage: 'explain <account> <service> <address>',
  about: 'Say how a login would be decided, and why each rule matches or not.',
  details: `The login is only described: nothing is verified, looked up or written. The factors given with
--with are taken as right.`,
  options: [
    {
      flags: '--with <factors>',
      about: 'what is presented, e.g. password or password+otp',
      read: (text) => text.split('+').map((factor) => parseFactor(factor.trim())),
      many: true,
    },
    {
      flags: '--trusted <kind>',
      about: 'ip or device: taken as trusted',
      read: parseTrustKind,
      many: true,
    },
    { flags: '--no-otp', about: 'the person has no authenticator' },
    { flags: '--interactive', about: 'the person can be asked for more' },
    { flags: '--no-interactive', about: 'the person cannot be asked for more' },
  ],
  examples: [
    'policy explain luca@a.tld Imap 203.0.113.5 --with password',
    'policy explain luca@a.tld WebUI 198.51.100.7 --with password+otp',
    'policy explain luca@a.tld Imap 192.0.2.80 --with password --trusted ip',
  ],
  async run({ call, out }, [account = '', service = '', clientIp = ''], options) {
    const answer = await call(PolicyAdmin.explain, {
      account,
      service: parseService(service),
      clientIp,
      interactive: options.interactive,
      presented: options.with?.flat() ?? [],
      trusted: [...(options.trusted ?? [])],
      otpEnrolled: options.otp,
    });
    out.result(viewExplanation(answer), () => formatExplanation(answer));
    return undefined;
  },
});

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
  };
}

function formatExplanation(answer: ExplainResponse): string {
  const { decision, reason, rule, policyDomain, policyRevision, missing } = viewExplanation(answer);
  const fields = formatFields([
    ['decision', `${decision} ${reason}`],
    ['rule', rule],
    ['policy', policyDomain === '' ? 'none' : `${policyDomain}, revision ${policyRevision}`],
    ['missing', missingOf(missing)],
  ]);
  return answer.trace.length === 0 ? fields : `${fields}\n\n${formatTrace(answer.trace)}`;
}
