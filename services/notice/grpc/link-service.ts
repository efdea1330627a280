import { personOf } from '../../../libs/events/definitions/actor.js';
import { NoticeLinkServiceService } from '../../../libs/gen/gatepost/notice/v1/notice.js';
import { defineService, NO_DOMAIN, type Service } from '../../../libs/grpc/index.js';
import { confirmSecondAddress, linkIsOver } from '../commands/confirm-second-address.js';
import type { Link } from '../core/link.js';
import type { Clock, NoticeStore } from '../ports.js';

export interface LinkServiceParts {
  readonly store: NoticeStore;
  readonly clock: Clock;
  /** Undefined if we did not make it. */
  readonly readLink: (token: string) => Link | undefined;
  /** Called when a mail is waiting. */
  readonly onMails: () => void;
}

/** gatepost.notice.v1.NoticeLinkService. The link that we signed is the proof. */
export function linkService(parts: LinkServiceParts): Service {
  const { store, readLink, onMails } = parts;
  function linkFor<P extends Link['for']>(token: string, purpose: P): Extract<Link, { for: P }> {
    const link = readLink(token);
    if (link?.for !== purpose) throw linkIsOver();
    return link as Extract<Link, { for: P }>;
  }
  return defineService(NoticeLinkServiceService, {
    handlers: {
      async describeLink({ token }) {
        const link = readLink(token);
        if (link === undefined) throw linkIsOver();
        if (link.for === 'switch-off') {
          return { account: link.account, address: '', kind: link.kind };
        }
        const asked = await store.asked(link.id);
        if (asked === undefined) throw linkIsOver();
        return { ...asked, kind: '' };
      },

      async confirmSecondAddress({ token }, { caller }) {
        const { id } = linkFor(token, 'confirm');
        const confirmed = await confirmSecondAddress(parts, { id, frontEnd: caller.uri });
        onMails();
        return confirmed;
      },

      async switchOffKind({ token }, { caller }) {
        const { account, kind } = linkFor(token, 'switch-off');
        const actor = personOf({ frontEnd: caller.uri, decisionId: undefined });
        await store.switchKind({ account, kind, off: true, actor });
        return { account, kind };
      },
    },
    // The link names its account, and only the service that shows its page may call.
    domainOf: {
      describeLink: () => NO_DOMAIN,
      confirmSecondAddress: () => NO_DOMAIN,
      switchOffKind: () => NO_DOMAIN,
    },
  });
}
