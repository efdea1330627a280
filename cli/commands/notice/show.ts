import {
  NoticeAdminServiceService as NoticeAdmin,
  type SecondAddress,
} from '../../../libs/gen/gatepost/notice/v1/notice.js';
import { defineCommand } from '../../define-command.js';
import { formatTable } from '../../output/table.js';
import { formatTime } from '../../output/times.js';

export const noticeShow = defineCommand({
  usage: 'show <account>',
  about: 'Show where the notices of an account go, and which are switched off.',
  details: `Notices go to the mailbox, and to a second address that the person set and confirmed. An address that was
replaced or removed still gets notices until the time shown.`,
  examples: ['notice show luca@a.tld'],
  async run({ call, out }, [account = '']) {
    const { notices } = await call(NoticeAdmin.getNotices, { account });
    const rowsOf = (state: string, address: SecondAddress | undefined) =>
      address === undefined
        ? []
        : [[address.address, state, formatTime(address.since), formatTime(address.until)]];
    const rows = [
      ...rowsOf('confirmed', notices?.secondAddress),
      ...rowsOf('asked: not confirmed yet', notices?.asked),
      ...(notices?.former ?? []).flatMap((former) => rowsOf('former', former)),
    ];
    const kinds = (notices?.optionalKinds ?? []).map(({ kind, off, offForDomain }) => [
      ...[kind, offForDomain ? 'off for the domain' : off ? 'off by the person' : 'on'],
    ]);
    out.result(notices, () =>
      [
        rows.length === 0
          ? 'no second address: notices go to the mailbox alone'
          : formatTable(['second address', 'state', 'since', 'until'], rows),
        formatTable(['kind', 'sent'], kinds),
      ].join('\n\n'),
    );
    return undefined;
  },
});
