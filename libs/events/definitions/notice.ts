import * as z from 'zod';
import { defineEvent } from '../define-event.js';
import { account, actor, uuid } from './common.js';

const notice = z.strictObject({
  account,
  kind: z.string().max(32).describe('What the person was told of; `digest`: of several things.'),
  about: uuid.optional().describe('The event that the mail is about.'),
  second: z.literal(true).optional().describe('It goes to a second address of the person.'),
});

export const noticeSent = defineEvent({
  type: 'gatepost.notice.sent.v1',
  title: 'The relay took a mail that tells a person of something that happened to their account.',
  data: notice.extend({ attempts: z.int().min(1) }),
});

export const noticeSkipped = defineEvent({
  type: 'gatepost.notice.skipped.v1',
  title: 'A recorded event could not be read or taken in: nobody is told of what it says.',
  data: z.strictObject({ why: z.string().max(300).describe('What stood in the way.') }),
});

export const noticeFailed = defineEvent({
  type: 'gatepost.notice.failed.v1',
  title: 'A notice could not be sent, and is not tried again.',
  data: notice.extend({ why: z.string().max(300).describe('The relay’s last answer.') }),
});

const second = z.strictObject({
  account,
  address: z.string().max(254).describe('Where notices go besides the mailbox.'),
  actor,
});

export const secondAddressAdded = defineEvent({
  type: 'gatepost.notice.address-added.v1',
  title:
    'Notices of an account go to a second address, too: whoever reads mail there confirmed it.',
  data: second,
});

export const secondAddressRemoved = defineEvent({
  type: 'gatepost.notice.address-removed.v1',
  title: 'Notices of an account do not go to a second address any more.',
  data: second,
});

export const kindSwitched = defineEvent({
  type: 'gatepost.notice.kind-switched.v1',
  title: 'A kind of notice was switched off, or on again, for one account.',
  data: z.strictObject({
    account,
    kind: z.string().max(32),
    off: z.boolean(),
    actor,
  }),
});
