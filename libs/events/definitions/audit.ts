import * as z from 'zod';
import { defineEvent } from '../define-event.js';
import { actor, domain } from './common.js';

const source = z.string().max(128).describe('`/gatepost/policy`');
const number = z.int().min(0);

export const recordErased = defineEvent({
  type: 'gatepost.audit.erased.v1',
  title: 'Payloads and salts left the record; their leaf hashes stay, and the tree still verifies.',
  data: z.strictObject({
    cause: z
      .enum(['account', 'age', 'size'])
      .describe('An account is not named: what is erased is not told again here.'),
    domain: domain.optional().describe('Where all that was erased is of one domain.'),
    count: number,
    indexes: z.string().describe('Leaves, as in `3-5,9`.'),
    actor: actor.optional().describe('Absent where retention did it.'),
  }),
});

export const numbersMissing = defineEvent({
  type: 'gatepost.audit.numbers-missing.v1',
  title: 'Numbers of a source have not come, and later ones have.',
  data: z.strictObject({ source, first: number, last: number }),
});

export const eventRefused = defineEvent({
  type: 'gatepost.audit.event-refused.v1',
  title: 'An event was refused, because another has its number or its id.',
  data: z.strictObject({
    source,
    sequence: number,
    event_id: z.string(),
    taken: z.enum(['number', 'id']),
    index: number.describe('The leaf that has it.'),
  }),
});

/** Goes to the stream only: in the record it would be a reason for another checkpoint. */
export const checkpointSigned = defineEvent({
  type: 'gatepost.audit.checkpoint-signed.v1',
  title:
    'The record as it is was signed. Kept apart from Postgres, it shows what is rewritten later.',
  data: z.strictObject({
    origin: z.string(),
    size: number.describe('Leaves.'),
    root: z.base64().describe('Of the tree at this size, RFC 6962.'),
    note: z.string().describe('The checkpoint itself: C2SP tlog-checkpoint, signed.'),
  }),
});

export const treeChanged = defineEvent({
  type: 'gatepost.audit.tree-changed.v1',
  title: 'The tree is not the one that was signed at this size.',
  data: z.strictObject({ size: number }),
});
