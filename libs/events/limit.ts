/**
 * Events that may wait for the slowest sink, unless the caller says otherwise: some 2 GB of logins,
 * with their indexes. Events are counted, and not octets, because that is read from two tables of a
 * few rows: every commit asks.
 */
export const MOST_PENDING = 1_000_000;

/** How many wait. What has no number yet does not count. */
export const PENDING = `SELECT sequence - coalesce((SELECT min(sequence) FROM outbox_position), sequence)
                 FROM outbox_numbered`;
