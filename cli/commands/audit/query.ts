import { AuditServiceService as Audit } from '../../../libs/gen/gatepost/audit/v1/audit.js';
import { defineCommand } from '../../define-command.js';
import { LIMIT_OPTION, type LimitOptions, readPages } from '../../input/common-options.js';
import { tableOr } from '../../output/output.js';
import { FILTER_OPTIONS, type FilterOptions, filterFrom } from './filter.js';
import { EVENT_COLUMNS, eventRow, viewEvent } from './view-event.js';

export const auditQuery = defineCommand<FilterOptions & LimitOptions>({
  usage: 'query',
  about: 'Search the record, newest first.',
  options: [...FILTER_OPTIONS, { ...LIMIT_OPTION, about: 'at most this many (default: 100)' }],
  examples: [
    'audit query --account luca@a.tld --since 1d',
    'audit query --domain a.tld --decision DENY --reason BAD_CREDENTIALS',
    'audit query --type gatepost.policy --json',
  ],
  async run({ call, out }, _args, options) {
    const filter = filterFrom(options);
    const events = await readPages({
      limit: options.limit ?? 100,
      fetch: (page) => call(Audit.query, { filter, page }),
      items: (page) => page.events,
    });
    const table = tableOr('nothing in the record matches', EVENT_COLUMNS, events.map(eventRow));
    out.result(events.map(viewEvent), table);
    return undefined;
  },
});
