/**
 * The default for how many events may wait for the slowest sink: some 2 GB of logins, with their
 * indexes. Events are counted rather than octets, because every commit asks, and the count is read
 * from two tables of a few rows.
 */
export const MOST_PENDING = 1_000_000;

/** How many events wait. Events without a number do not count. */
export const PENDING = `SELECT sequence - coalesce((SELECT min(sequence) FROM outbox_position), sequence)
                 FROM outbox_numbered`;
