import { NoticeAdminServiceService as NoticeAdmin } from '../../../libs/gen/gatepost/notice/v1/notice.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';

export const noticeRemoveAddress = defineCommand<ActorOptions & { comment: string }>({
  usage: 'remove-address <account>',
  about: 'Remove the second address of an account, at once.',
  details: `The mailbox and the address are notified. A link that was sent to the address stops working.`,
  options: ACTOR_OPTIONS.map((option) =>
    option.flags.startsWith('--comment') ? { ...option, required: true } : option,
  ),
  examples: ['notice remove-address luca@a.tld --comment "its owner wants no mail"'],
  async run({ call, out }, [account = ''], options) {
    const request = { account, actor: actorFrom(options) };
    const { removed } = await call(NoticeAdmin.removeSecondAddress, request);
    out.result({ account, removed }, () => `${account}: ${removed} addresses removed`);
    return undefined;
  },
});
