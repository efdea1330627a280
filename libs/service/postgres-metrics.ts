import type { Queryable } from '../pg/index.js';
import { Gauge, type Metrics } from '../telemetry/index.js';

// Any role may run this. Of other roles' standbys it sees only that they exist.
const READ = `SELECT (current_setting('synchronous_standby_names') <> '')::int AS demanded,
  (SELECT count(*)::int FROM pg_stat_replication) AS standbys`;

/** Whether each commit waits for a standby, and how many are connected; read at each scrape. */
export function postgresMetrics({ registry }: Metrics, db: Queryable): void {
  const demanded = new Gauge({
    name: 'gatepost_postgres_standby_demanded',
    help: '1 if Postgres waits for a standby at each commit (synchronous_standby_names).',
    registers: [registry],
    async collect() {
      try {
        const { rows } = await db.query<{ demanded: number; standbys: number }>(READ, []);
        demanded.set(rows[0]?.demanded ?? 0);
        standbys.set(rows[0]?.standbys ?? 0);
      } catch {
        // If Postgres cannot be reached, other alarms report that; these metrics keep their values.
      }
    },
  });
  const standbys = new Gauge({
    name: 'gatepost_postgres_standbys',
    help: 'Standbys that are connected to Postgres.',
    registers: [registry],
  });
}
