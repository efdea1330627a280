import { AuditServiceService as Audit } from '../../../libs/gen/gatepost/audit/v1/audit.js';
import { defineCommand } from '../../define-command.js';
import { parseWhole } from '../../input/durations.js';
import { BAR_MARKED, BAR_REST, drawBars } from '../../output/bars.js';
import { tableOr } from '../../output/output.js';
import { FILTER_OPTIONS, type FilterOptions, filterFrom } from './filter.js';

interface Options extends FilterOptions {
  readonly by: string;
  readonly top?: number;
}

export const auditStats = defineCommand<Options>({
  usage: 'stats',
  about:
    'Count logins by account, address, service, decision, reason, rule, hour or day: who fails most, from where.',
  details: `A table with a bar for each group; the largest group has the longest bar: ${BAR_MARKED} were denied,
${BAR_REST} were not.`,
  options: [
    {
      flags: '--by <what>',
      about: 'account, client_ip, service, decision, reason, rule, hour or day',
      required: true,
    },
    {
      flags: '--top <n>',
      about: 'how many groups, largest first (default: 20)',
      read: (text) => parseWhole(text, { min: 1, max: 1000 }),
    },
    ...FILTER_OPTIONS,
  ],
  examples: ['audit stats --by reason --since 1d', 'audit stats --by account --decision DENY'],
  async run({ call, out }, _args, options) {
    const request = { filter: filterFrom(options), groupBy: options.by, atMost: options.top ?? 0 };
    const { groups, total } = await call(Audit.stats, request);
    const bars = drawBars(groups.map(readBar));
    const rows = groups.map(({ key, count, denied }, at) => {
      return [key, `${count}`, `${denied}`, bars[at] ?? ''];
    });
    const columns = [options.by, 'logins', 'denied', `${BAR_MARKED} denied ${BAR_REST} not`];
    const table = tableOr('no login matches', columns, rows);
    out.result({ groups, total }, () => `${table()}\nlogins in all: ${total}`);
    return undefined;
  },
});

function readBar({ count, denied }: { count: bigint; denied: bigint }) {
  return { count: Number(count), marked: Number(denied) };
}
