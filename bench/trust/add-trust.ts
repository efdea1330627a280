/** Runs SQL that writes rows as the service itself would. */
type Query = (sql: string, values: unknown[]) => Promise<object[]>;

const AT_ONCE = 25_000;
const INSERT = `INSERT INTO trust_store.trust (id, domain, account, kind, prefix, label, granted_at,
    expires_at, document, revision, decision_id, last_ip)
  SELECT gen_random_uuid(), 'a.tld', 'u' || n || '@a.tld', 'ip', '192.0.2.1', '',
    $1::timestamptz - interval '1 hour', $1::timestamptz + (n - 1) * $2::float8 * interval '1 ms',
    'a.tld', 1, gen_random_uuid(), '192.0.2.1'
  FROM generate_series($3::int, $4::int) n`;

/**
 * Accounts u1, u2, … of a.tld, each with 192.0.2.1 trusted. The trust expires evenly from `from`
 * (ms since the epoch) on.
 */
export async function addTrust(
  query: Query,
  { rows, from, withinMs }: { rows: number; from: number; withinMs: number },
): Promise<void> {
  for (let first = 1; first <= rows; first += AT_ONCE) {
    const last = Math.min(rows, first + AT_ONCE - 1);
    await query(INSERT, [new Date(from), withinMs / rows, first, last]);
  }
}
