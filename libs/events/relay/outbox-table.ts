import type { Queryable } from '../../pg/index.js';
import type { NumberedEvent } from './sink.js';

/*
 * The relay's statements on the tables of the shared SQL `outbox`. Statements that write run in a
 * transaction of the leader (`Leadership.transaction`), so never in two relays at once.
 */

const ANY_TO_NUMBER = {
  name: 'outbox-any',
  text: 'SELECT FROM outbox WHERE sequence IS NULL AND id > $1 LIMIT 1',
};

/** Whether any committed event with an id above `above` has no number. */
export async function anyToNumber(db: Queryable, above: number): Promise<boolean> {
  return (await db.query(ANY_TO_NUMBER, [above])).count > 0;
}

const NUMBER = {
  name: 'outbox-number',
  text: `
    WITH fresh AS (
      SELECT id, row_number() OVER (ORDER BY id) AS nth
      FROM (SELECT id FROM outbox WHERE sequence IS NULL AND id > $1 ORDER BY id LIMIT $2) AS first
    ), numbered AS (
      UPDATE outbox_numbered SET sequence = sequence + (SELECT count(*) FROM fresh)
      RETURNING sequence - (SELECT count(*) FROM fresh) AS before
    )
    UPDATE outbox SET sequence = numbered.before + fresh.nth
    FROM fresh, numbered WHERE outbox.id = fresh.id
    RETURNING outbox.id AS row, sequence, event_id AS id, subject, event AS bytes`,
};

/**
 * Gives the next numbers to committed events that have none, by id, at most `limit` at a time. An
 * event that commits later gets a later number, whatever its id.
 */
export async function numberEvents(
  tx: Queryable,
  above: number,
  limit: number,
): Promise<{ events: NumberedEvent[]; lastId: number }> {
  const { rows } = await tx.query<NumberedEvent & { row: number }>(NUMBER, [above, limit]);
  rows.sort((a, b) => a.sequence - b.sequence);
  return { events: rows, lastId: rows.at(-1)?.row ?? 0 };
}

const READ = {
  name: 'outbox-read',
  text: `SELECT sequence, event_id AS id, subject, event AS bytes FROM outbox
         WHERE sequence > $1 ORDER BY sequence LIMIT $2`,
};

/** The numbered events after number `after`, in order, at most `limit`. */
export async function readEvents(
  db: Queryable,
  after: number,
  limit: number,
): Promise<NumberedEvent[]> {
  return (await db.query<NumberedEvent>(READ, [after, limit])).rows;
}

/** The highest number assigned. */
export async function readNumbered(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ sequence: number }>('SELECT sequence FROM outbox_numbered');
  return rows[0]?.sequence ?? 0;
}

/** How far events were numbered and delivered. */
export interface StoredPositions {
  /** The highest number assigned. */
  readonly numbered: number;
  /** The number before the first event that is still there. */
  readonly floor: number;
  /** The number up to which each sink has the events, by the sink's name. */
  readonly positions: ReadonlyMap<string, number>;
}

/** Reads the highest number, the floor and the position of each sink. */
export async function readPositions(tx: Queryable): Promise<StoredPositions> {
  const { rows } = await tx.query<{ numbered: number; floor: number }>(
    `SELECT sequence AS numbered,
            coalesce((SELECT min(sequence) - 1 FROM outbox), sequence) AS floor
     FROM outbox_numbered`,
  );
  const { numbered = 0, floor = 0 } = rows[0] ?? {};
  const positions = await tx.query<{ sink: string; sequence: number }>(
    'SELECT sink, sequence FROM outbox_position',
  );
  return {
    numbered,
    floor,
    positions: new Map(positions.rows.map(({ sink, sequence }) => [sink, sequence])),
  };
}

const SAVE_POSITION = {
  name: 'outbox-position',
  text: `INSERT INTO outbox_position (sink, sequence) VALUES ($1, $2)
         ON CONFLICT (sink) DO UPDATE SET sequence = excluded.sequence`,
};

/** Saves that a sink has every event up to number `sequence`. */
export async function savePosition(tx: Queryable, sink: string, sequence: number): Promise<void> {
  await tx.query(SAVE_POSITION, [sink, sequence]);
}

/**
 * Forgets every sink that is not in `sinks`: a sink that is no longer configured must hold up
 * nothing.
 */
export async function keepPositions(tx: Queryable, sinks: readonly string[]): Promise<string[]> {
  const { rows } = await tx.query<{ sink: string }>(
    'DELETE FROM outbox_position WHERE sink <> ALL ($1) RETURNING sink',
    [sinks],
  );
  return rows.map(({ sink }) => sink);
}

const FORGET = {
  name: 'outbox-forget',
  text: 'DELETE FROM outbox WHERE sequence > $1 AND sequence <= $2',
};

/** Deletes the events numbered after `after`, up to `upTo`. */
export async function forgetEvents(tx: Queryable, after: number, upTo: number): Promise<void> {
  await tx.query(FORGET, [after, upTo]);
}
