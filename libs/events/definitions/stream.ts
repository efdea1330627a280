import * as z from 'zod';
import { defineEvent } from '../define-event.js';

export const streamGap = defineEvent({
  type: 'gatepost.stream.gap.v1',
  title:
    'The stream was away for so long that events of this source were passed over: the record has them, the stream does not.',
  data: z.strictObject({
    first: z.int().min(1).describe('The number of the first, at this source.'),
    last: z.int().min(1).describe('And of the last.'),
  }),
});
