import { readFileSync } from 'node:fs';
import { connect, millis } from 'nats';
import type { Installation } from '../../../cli/up/installation/prepare-installation.js';
import { NATS_USERS } from '../../../cli/up/nats/nats-config.js';
import { type SeenEvent, seenEvent } from './read-record.js';

const STREAM = 'GATEPOST';

/** Reads the whole stream in its order. */
export async function readStream({
  plan,
  secrets,
}: {
  readonly plan: Pick<Installation['plan'], 'nats'>;
  readonly secrets: {
    readonly natsPasswords: Pick<Installation['secrets']['natsPasswords'], 'readers'>;
  };
}): Promise<SeenEvent[]> {
  const connection = await connect({
    servers: `nats://127.0.0.1:${plan.nats}`,
    user: NATS_USERS.readers,
    pass: readFileSync(secrets.natsPasswords.readers, 'utf8').trimEnd(),
  });
  try {
    const { state } = await (await connection.jetstreamManager()).streams.info(STREAM);
    const events: SeenEvent[] = [];
    if (state.messages === 0) return events;
    const consumer = await connection.jetstream().consumers.get(STREAM);
    for await (const message of await consumer.consume()) {
      const sequence = Number(message.headers?.get('Gatepost-Sequence'));
      const takenAt = millis(message.info.timestampNanos);
      // Signed checkpoints are announced on the stream as well, but are no events of the record.
      if (!message.subject.startsWith('gatepost.audit.checkpoint-signed')) {
        events.push(seenEvent(Buffer.from(message.data), sequence, takenAt));
      }
      if (message.seq === state.last_seq) break;
    }
    return events;
  } finally {
    await connection.close();
  }
}
