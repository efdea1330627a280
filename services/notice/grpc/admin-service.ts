import { NoticeAdminServiceService } from '../../../libs/gen/gatepost/notice/v1/notice.js';
import { dangerous, defineService, HELPS, type Service, SHOWS } from '../../../libs/grpc/index.js';
import {
  aboutAccount,
  ofAccount,
  readActorWithReason,
  readRequest,
} from '../../../libs/grpc/requests/index.js';
import { removeSecondAddress } from '../commands/remove-second-address.js';
import type { Clock, NoticeStore } from '../ports.js';
import { noticesToWire } from './convert.js';

export interface AdminServiceParts {
  readonly store: NoticeStore;
  readonly clock: Clock;
  readonly offForDomain: (account: string) => readonly string[];
  /** Called when a mail is waiting. */
  readonly onMails: () => void;
}

/** gatepost.notice.v1.NoticeAdminService, for administrators. */
export function adminService(parts: AdminServiceParts): Service {
  const { store, offForDomain, onMails } = parts;
  return defineService(NoticeAdminServiceService, {
    handlers: {
      async getNotices(wire) {
        const account = readRequest((reader) => reader.account('account', wire.account).name);
        return { notices: noticesToWire(await store.read(account), offForDomain(account)) };
      },

      async removeSecondAddress(wire, { caller }) {
        const request = readRequest((reader) => {
          const actor = readActorWithReason(reader, wire.actor, caller.uri);
          return { account: reader.account('account', wire.account).name, actor };
        });
        const removed = await removeSecondAddress(parts, request);
        onMails();
        return { removed };
      },
    },
    domainOf: { getNotices: ofAccount, removeSecondAddress: ofAccount },
    administer: {
      getNotices: SHOWS,
      removeSecondAddress: dangerous(HELPS, aboutAccount),
    },
  });
}
