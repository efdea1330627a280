/**
 * Default limit on the events that wait for the slowest sink: about 2 GB of logins, indexes
 * included. The limit counts events and not bytes, because every commit checks it, and the count
 * comes from two tables of a few rows.
 */
export const MOST_PENDING = 1_000_000;

/** SQL: how many events wait. Events without a number do not count. */
export const PENDING = `SELECT sequence - coalesce((SELECT min(sequence) FROM outbox_position), sequence)
                 FROM outbox_numbered`;
