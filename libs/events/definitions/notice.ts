import * as z from 'zod';
import { defineEvent } from '../define-event.js';
import { account, uuid } from './common.js';

const notice = z.strictObject({
  account,
  kind: z.string().max(32).describe('What the person was told of; `digest`: of several things.'),
  about: uuid.optional().describe('The event that the mail is about.'),
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
