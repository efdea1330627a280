import * as z from 'zod';
import { defineEvent } from '../define-event.js';
import { actor, domain } from './common.js';

const source = z.string().max(128).describe('`/gatepost/policy`');
const number = z.int().min(0);

export const recordErased = defineEvent({
  type: 'gatepost.audit.erased.v1',
  title:
    'Payloads and salts were erased from the record. Their leaf hashes stay, and the tree still verifies.',
  data: z.strictObject({
    cause: z
      .enum(['account', 'age', 'size'])
      .describe('Why they were erased. With `account`, the event does not name the account.'),
    domain: domain.optional().describe('Present if everything erased belongs to one domain.'),
    count: number,
    indexes: z.string().describe('Indexes of the leaves: `3-5,9`.'),
    actor: actor.optional().describe('Absent: retention erased them.'),
  }),
});

export const numbersMissing = defineEvent({
  type: 'gatepost.audit.numbers-missing.v1',
  title: 'Events of a source are missing: later numbers have arrived, and these have not.',
  data: z.strictObject({ source, first: number, last: number }),
});

export const eventRefused = defineEvent({
  type: 'gatepost.audit.event-refused.v1',
  title: 'An event was refused, because another event has its number or its id.',
  data: z.strictObject({
    source,
    sequence: number,
    event_id: z.string(),
    taken: z.enum(['number', 'id']),
    index: number.describe('The leaf of the other event.'),
  }),
});

/** Goes to the stream only: in the record, it would itself cause another checkpoint. */
export const checkpointSigned = defineEvent({
  type: 'gatepost.audit.checkpoint-signed.v1',
  title:
    'The current state of the record was signed. A checkpoint kept apart from Postgres shows later changes of the record.',
  data: z.strictObject({
    origin: z.string(),
    size: number.describe('Number of leaves.'),
    root: z.base64().describe('Root hash of the tree at this size (RFC 6962).'),
    note: z.string().describe('The checkpoint itself: C2SP tlog-checkpoint, signed.'),
  }),
});

export const treeChanged = defineEvent({
  type: 'gatepost.audit.tree-changed.v1',
  title: 'The tree differs from the one that was signed at this size.',
  data: z.strictObject({ size: number }),
});

export const recordRepaired = defineEvent({
  type: 'gatepost.audit.repaired.v1',
  title:
    'What is derived from the leaves was computed anew. The leaves are those that were signed.',
  data: z.strictObject({
    subtrees: number.describe('Stored subtrees that were wrong.'),
    tree: z.boolean().describe('The size or the edge of the tree was wrong.'),
    sources: z.array(source).describe('Sources whose numbers were not those of their events.'),
    searched: number.describe('Events that were searched by something else than they say.'),
    actor,
  }),
});
