import { AuditServiceService as Audit } from '../../../libs/gen/gatepost/audit/v1/audit.js';
import { defineCommand } from '../../define-command.js';
import { parseWhole } from '../../input/durations.js';
import { printable } from '../../output/table.js';
import { type FilterOptions, filterFrom, MATCH_OPTIONS } from './filter.js';
import { EVENT_COLUMNS, eventRow, viewEvent } from './view-event.js';

export const auditTail = defineCommand<FilterOptions & { after?: number }>({
  usage: 'tail',
  about: 'Follow the record as events come in, until Ctrl-C.',
  options: [
    ...MATCH_OPTIONS,
    {
      flags: '--after <index>',
      about: 'continue after this index (default: from now on)',
      read: (text) => parseWhole(text, { min: 0, max: Number.MAX_SAFE_INTEGER }),
    },
  ],
  examples: ['audit tail', 'audit tail --domain a.tld --decision DENY', 'audit tail --json'],
  async run({ follow, out, signal }, _args, options) {
    const after = options.after === undefined ? undefined : BigInt(options.after);
    const request = { filter: filterFrom(options), after };
    out.note(formatLine(EVENT_COLUMNS.map((column) => column.toUpperCase())));
    try {
      for await (const { event } of follow(Audit.tail, request)) {
        if (event === undefined) continue;
        out.item(viewEvent(event), () => formatLine(eventRow(event)));
      }
    } catch (error) {
      // Ctrl-C is the normal end.
      if (!signal.aborted) throw error;
    }
    return undefined;
  },
});

/** Wide enough for most values: a line is printed before the next one is known. */
const WIDTHS = [7, 19, 16, 24, 15, 40];

function formatLine(cells: readonly string[]): string {
  return cells.map((cell, column) => printable(cell).padEnd(WIDTHS[column] ?? 0)).join('  ');
}
