import type { TrustKind } from '../../../libs/gen/gatepost/common/v1/common.js';
import { Factor } from '../../../libs/gen/gatepost/common/v1/common.js';
import { PolicyAdminServiceService as PolicyAdmin } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { SERVICES } from '../../../libs/names/services.js';
import { defineCommand } from '../../define-command.js';
import { formatTable } from '../../output/table.js';
import { decisionName, parseService, parseTrustKind, reasonName } from '../../wire/names.js';

const COLUMNS: Readonly<Record<string, readonly Factor[]>> = {
  password: [Factor.PASSWORD],
  'password + otp': [Factor.PASSWORD, Factor.OTP],
  'app-password': [Factor.APP_PASSWORD],
  saml: [Factor.SAML],
};

interface Cell {
  readonly decision: string;
  readonly reason: string;
  readonly rule: string;
}

export const policyMatrix = defineCommand<{ trusted?: readonly TrustKind[] }>({
  usage: 'matrix <account> <address>',
  about: 'Show what each service asks of an account at an address.',
  details: `One line a service: what becomes of a login with each combination of factors, all of them right.
Any account of the domain will do, whether it exists or not, unless rules name accounts.`,
  options: [
    {
      flags: '--trusted <kind>',
      about: 'ip or device: taken as trusted',
      read: parseTrustKind,
      many: true,
    },
  ],
  examples: [
    'policy matrix luca@a.tld 203.0.113.5',
    'policy matrix luca@a.tld 192.0.2.80 --trusted ip',
  ],
  async run({ call, out }, [account = '', clientIp = ''], { trusted = [] }) {
    const decide = async (service: string, presented: readonly Factor[]): Promise<Cell> => {
      const answer = await call(PolicyAdmin.explain, {
        account,
        service: parseService(service),
        clientIp,
        interactive: undefined,
        presented: [...presented],
        trusted: [...trusted],
        otpEnrolled: true,
      });
      const { decision, reason, rule } = answer;
      return { decision: decisionName(decision), reason: reasonName(reason), rule };
    };
    const rows: { service: string; cells: Record<string, Cell> }[] = [];
    for (const service of SERVICES) {
      const cells: Record<string, Cell> = {};
      for (const [name, factors] of Object.entries(COLUMNS)) {
        cells[name] = await decide(service, factors);
      }
      rows.push({ service, cells });
      out.progress(`${rows.length} of ${SERVICES.length} services`);
    }
    out.result(rows, () =>
      formatTable(
        ['service', ...Object.keys(COLUMNS), 'rule'],
        rows.map(({ service, cells }) => [
          service,
          ...Object.values(cells).map(({ decision }) => decision),
          rulesOf(Object.values(cells)),
        ]),
      ),
    );
    return undefined;
  },
});

function rulesOf(cells: readonly Cell[]): string {
  const rules = new Set(cells.map(({ rule }) => rule));
  return [...rules].map((rule) => (rule === '' ? '(none)' : rule)).join(' / ');
}
