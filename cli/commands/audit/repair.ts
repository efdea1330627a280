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
  about: 'Recompute what the record derives from its events.',
  details: `Repairs the stored subtrees, the edge of the tree, the recorded sequence numbers and the search index. No
event and no leaf changes. Refused unless the leaves make the tree that was signed last: restore a changed record from
a backup instead. While it writes, events wait in their outboxes. The repair is itself an event, and --comment is
required. Only for administrators of every domain.`,
  options: ACTOR_OPTIONS,
  examples: ['audit repair --comment "a disk lost pages, see ticket 4711"'],
  async run({ follow, out }, _args, options) {
    if (options.comment === undefined)
      throw usageError('--comment <text> is needed: it records why');
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
