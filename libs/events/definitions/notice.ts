import * as z from 'zod';
import { defineEvent } from '../define-event.js';
import { account, actor, uuid } from './common.js';

const notice = z.strictObject({
  account,
  kind: z.string().max(32).describe('What the notice is about; `digest`: several things.'),
  about: uuid.optional().describe('The event that the mail is about.'),
  second: z.literal(true).optional().describe('The notice goes to the person’s second address.'),
});

export const noticeSent = defineEvent({
  type: 'gatepost.notice.sent.v1',
  title: 'The mail relay accepted a notice: a mail about something that happened to an account.',
  data: notice.extend({ attempts: z.int().min(1) }),
});

export const noticeSkipped = defineEvent({
  type: 'gatepost.notice.skipped.v1',
  title: 'A recorded event could not be read or processed, so nobody gets a notice about it.',
  data: z.strictObject({ why: z.string().max(300).describe('The error.') }),
});

export const noticeFailed = defineEvent({
  type: 'gatepost.notice.failed.v1',
  title: 'A notice could not be sent, and will not be tried again.',
  data: notice.extend({ why: z.string().max(300).describe('The relay’s last answer.') }),
});

const second = z.strictObject({
  account,
  address: z.string().max(254).describe('The address that gets notices besides the mailbox.'),
  actor,
});

export const secondAddressAdded = defineEvent({
  type: 'gatepost.notice.address-added.v1',
  title:
    'Notices of an account also go to a second address, which a reader of its mail has confirmed.',
  data: second,
});

export const secondAddressRemoved = defineEvent({
  type: 'gatepost.notice.address-removed.v1',
  title: 'Notices of an account no longer go to a second address.',
  data: second,
});

export const kindSwitched = defineEvent({
  type: 'gatepost.notice.kind-switched.v1',
  title: 'One kind of notice was switched off or on again for an account.',
  data: z.strictObject({
    account,
    kind: z.string().max(32),
    off: z.boolean(),
    actor,
  }),
});
