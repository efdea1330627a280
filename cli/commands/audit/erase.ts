import { AuditServiceService as Audit } from '../../../libs/gen/gatepost/audit/v1/audit.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';
import { usageError } from '../../output/exit.js';

export const auditErase = defineCommand<ActorOptions>({
  usage: 'erase <account>',
  about: "Erase one account's events from the record, for good.",
  details: `The events' content and salts are deleted. Their leaves stay, so that the record still verifies. The
erasure is itself an event, which does not name the account; --comment is required and must not name it either. Later
events are not covered, nor are copies in a stream or a backup. Events about what administrators did to the account
stay. Only for administrators of every domain.`,
  options: ACTOR_OPTIONS,
  examples: ['audit erase luca@a.tld --comment "asked for by letter"'],
  async run({ call, out }, [account = ''], options) {
    if (options.comment === undefined)
      throw usageError('--comment <text> is needed: it records why');
    const { erased } = await call(Audit.erase, { account, actor: actorFrom(options) });
    out.result({ erased }, () => `${erased} events erased`);
    return undefined;
  },
});
