import * as z from 'zod';
import { defineEvent } from '../define-event.js';

export const streamGap = defineEvent({
  type: 'gatepost.stream.gap.v1',
  title:
    'The stream was away for so long that events of this source were skipped. The record has them, the stream does not.',
  data: z.strictObject({
    first: z.int().min(1).describe('Number of the first skipped event at this source.'),
    last: z.int().min(1).describe('Number of the last skipped event.'),
  }),
});
