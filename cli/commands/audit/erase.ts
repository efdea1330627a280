import { AuditServiceService as Audit } from '../../../libs/gen/gatepost/audit/v1/audit.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';
import { usageError } from '../../output/exit.js';

export const auditErase = defineCommand<ActorOptions>({
  usage: 'erase <account>',
  about: "Erase one account's events from the record, for good.",
  details: `What the events say and their salts go; their leaves stay, so that the record still verifies. It is
itself an event, which does not name the account: nor may --comment, which is needed. Events that come later
are not covered, nor what a stream or a backup still holds. What
administrators did to the account stays. For administrators of every domain.`,
  options: ACTOR_OPTIONS,
  examples: ['audit erase luca@a.tld --comment "asked for by letter"'],
  async run({ call, out }, [account = ''], options) {
    if (options.comment === undefined) throw usageError('--comment <text> is needed: say why');
    const { erased } = await call(Audit.erase, { account, actor: actorFrom(options) });
    out.result({ erased }, () => `${erased} events erased`);
    return undefined;
  },
});
