import type { Database, Leadership } from '../../pg/index.js';
import type { NumberedEvent, Sink } from './sink.js';

const BATCH = 500;
/** The record takes events of this size together at most, and so does a gRPC message. */
const BATCH_OCTETS = 512 * 1024;

interface Row {
  readonly sequence: number;
  readonly event_id: string;
  readonly subject: string;
  readonly event: Buffer;
}

const NEXT = {
  name: 'relay-next',
  text: `SELECT sequence, event_id, subject, event FROM outbox
         WHERE sequence > $1 ORDER BY sequence LIMIT ${BATCH}`,
};

const MOVE = {
  name: 'relay-move',
  text: `INSERT INTO outbox_position AS p (sink, sequence) VALUES ($1, $2)
         ON CONFLICT (sink) DO UPDATE SET sequence = greatest(p.sequence, excluded.sequence)`,
};

export interface Feeder {
  /** Up to where the sink has the events. */
  readonly position: number;
  /** Delivers one batch. @returns whether there was one */
  feed(signal: AbortSignal): Promise<boolean>;
}

/**
 * Feeds one sink in order. Its position is written after it has taken a batch, by the leader alone:
 * what was taken and not written down is delivered again.
 */
export async function feederOf(parts: {
  readonly db: Database;
  readonly leadership: Leadership;
  readonly sink: Sink;
}): Promise<Feeder> {
  const { db, leadership, sink } = parts;
  let position = await positionOf(db, sink.name);
  return {
    get position() {
      return position;
    },
    async feed(signal) {
      const { rows } = await db.query<Row>(NEXT, [position]);
      const batch = fitting(rows);
      const last = batch.at(-1);
      if (last === undefined) return false;
      await sink.deliver(batch, signal);
      await leadership.transaction((tx) => tx.query(MOVE, [sink.name, last.sequence]));
      position = last.sequence;
      return true;
    },
  };
}

async function positionOf(db: Database, sink: string): Promise<number> {
  const { rows } = await db.query<{ sequence: number }>(
    'SELECT sequence FROM outbox_position WHERE sink = $1',
    [sink],
  );
  return rows[0]?.sequence ?? 0;
}

function fitting(rows: readonly Row[]): NumberedEvent[] {
  const batch: NumberedEvent[] = [];
  let octets = 0;
  for (const { sequence, event_id: id, subject, event: bytes } of rows) {
    octets += bytes.length;
    if (octets > BATCH_OCTETS && batch.length > 0) break;
    batch.push({ sequence, id, subject, bytes });
  }
  return batch;
}
