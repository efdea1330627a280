import {
  AuditServiceService as Audit,
  type Repaired,
} from '../../../libs/gen/gatepost/audit/v1/audit.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';
import { CliError, usageError } from '../../output/exit.js';
import { formatFields } from '../../output/output.js';

export const auditRepair = defineCommand<ActorOptions>({
  usage: 'repair',
  about: 'Compute anew what the record derives from its events.',
  details: `Puts right the stored subtrees, the edge of the tree, the numbers that count as recorded, and what
events are searched by. No event and no leaf changes. Refused unless the leaves make the tree that was signed last: a
record that was changed is restored from a backup, and never repaired. Events wait in their outboxes while it writes.
It is itself an event, and --comment is needed. For administrators of every domain.`,
  options: ACTOR_OPTIONS,
  examples: ['audit repair --comment "a disk lost pages, see ticket 4711"'],
  async run({ follow, out }, _args, options) {
    if (options.comment === undefined) throw usageError('--comment <text> is needed: say why');
    let repaired: Repaired | undefined;
    for await (const part of follow(Audit.repair, { actor: actorFrom(options) })) {
      ({ repaired } = part);
      out.progress(`${part.next} events read`);
    }
    if (repaired === undefined) throw new CliError('the server did not say what was repaired');
    const { subtrees, tree, sources, searched } = repaired;
    out.result({ subtrees, tree, sources, searched }, () =>
      formatFields([
        ['subtrees', `${subtrees}`],
        ['tree', tree ? 'its edge' : 'as it should be'],
        ['numbers', sources.length === 0 ? 'as they should be' : `of ${sources.join(', ')}`],
        ['search', `${searched} events`],
      ]),
    );
    return undefined;
  },
});
