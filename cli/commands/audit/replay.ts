import * as z from 'zod';
import { loadConfig } from '../../../libs/config/index.js';
import type { StreamEvent } from '../../../libs/events/jetstream/publish.js';
import { AuditServiceService as Audit } from '../../../libs/gen/gatepost/audit/v1/audit.js';
import { createLog } from '../../../libs/log/index.js';
import { natsSettings, streamSink } from '../../../libs/service/nats-settings.js';
import { defineCommand } from '../../define-command.js';
import { readPages } from '../../input/common-options.js';
import { parseWhole } from '../../input/durations.js';
import { EXIT } from '../../output/exit.js';
import type { Session } from '../../session/session.js';
import { filterFrom } from './filter.js';
import { parseEvent } from './view-event.js';

interface Options {
  readonly nats: string;
  readonly from?: number;
}

/**
 * Events of a source that the stream skipped; `before` is the index of the event that reports it.
 */
interface Gap {
  readonly source: string;
  readonly first: number;
  readonly last: number;
  readonly before: number;
}

const MOST_GAPS = 10_000;

export const auditReplay = defineCommand<Options>({
  usage: 'replay',
  about: 'Publish events from the record that the stream missed while it was away.',
  details: `The record says which events the stream missed (gatepost.stream.gap.v1). The command publishes them from
the record, byte for byte, with their original ids and sequence numbers. A consumer that already has an event
recognises it by its id. Each run publishes again. Erased events are left out. Exit 3 if an event was not found
because it lies before --from. --nats is a file with the section nats of the configuration of a service that may
publish to the stream. Needs the right to read every domain.`,
  options: [
    { flags: '--nats <file>', about: 'where the stream is', required: true },
    {
      flags: '--from <index>',
      about: 'gaps reported at or after this index, and events after it (default: 0)',
      read: (text) => parseWhole(text, { min: 0, max: Number.MAX_SAFE_INTEGER }),
    },
  ],
  examples: ['audit replay --nats nats.yaml', 'audit replay --nats nats.yaml --from 1200000'],
  async run(session, _args, { nats: file, from = 0 }) {
    const { nats } = loadConfig(file, z.strictObject({ nats: natsSettings() }));
    const gaps = await findGaps(session, from);
    const log = createLog({ service: 'cli', level: 'silent' });
    const stream = streamSink(nats, { name: 'replay', log });
    let published = 0;
    let erased = 0;
    try {
      const before = Math.max(0, ...gaps.map((gap) => gap.before));
      const range = { from: BigInt(from), to: BigInt(before) };
      if (gaps.length > 0) {
        for await (const { events } of session.follow(Audit.leaves, range)) {
          const missing = events.filter(({ source, sequence }) =>
            gaps.some((gap) => gap.source === source && inGap(gap, Number(sequence))),
          );
          const batch = missing.filter(({ event }) => event.length > 0).map(toStreamEvent);
          erased += missing.length - batch.length;
          if (batch.length > 0) await stream.deliver(batch, session.signal);
          published += batch.length;
          session.out.progress(`${published} events published`);
        }
      }
    } finally {
      await stream.close();
    }
    const all = gaps.reduce((sum, { first, last }) => sum + last - first + 1, 0);
    const notFound = all - published - erased;
    session.out.result({ gaps, published, erased, notFound }, () =>
      [
        ...gaps.map(({ source, first, last }) => `${source}: ${first} to ${last}`),
        `${published} events published, ${erased} were erased, ${notFound} were not found`,
      ].join('\n'),
    );
    return notFound === 0 ? EXIT.ok : EXIT.finding;
  },
});

function inGap({ first, last }: Gap, sequence: number): boolean {
  return sequence >= first && sequence <= last;
}

async function findGaps({ call }: Session, from: number): Promise<Gap[]> {
  const filter = filterFrom({ type: 'gatepost.stream.gap.v1' });
  const told = await readPages({
    limit: MOST_GAPS,
    fetch: (page) => call(Audit.query, { filter, page }),
    items: (page) => page.events,
  });
  return told.flatMap((recorded) => {
    const index = Number(recorded.index);
    const event = parseEvent(recorded);
    if (event === null || index < from) return [];
    const { first, last } = event.data as { first: number; last: number };
    return [{ source: recorded.source, first, last, before: index }];
  });
}

function toStreamEvent({
  event,
  sequence,
}: {
  readonly event: Buffer;
  readonly sequence: bigint;
}): StreamEvent {
  const { id, subject } = JSON.parse(event.toString('utf8')) as { id: string; subject: string };
  return { id, subject, sequence: Number(sequence), bytes: event };
}
