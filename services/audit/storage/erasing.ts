import { formatRanges, rangesOf } from '../../../libs/merkle/index.js';
import type { Database, Queryable } from '../../../libs/pg/index.js';
import type { AuditEvent } from '../core/audit-event.js';
import type { Erasing, Selection } from '../ports.js';

/** Appends an event to the outbox within the given transaction. */
export type AppendEvent = (tx: Queryable, event: AuditEvent) => Promise<void>;

/** This service's own events about the record are never erased. */
const NOT_OURS = "not starts_with(type, 'gatepost.audit.')";

/**
 * Erasing an account keeps the events of what administrators did to it. Otherwise an administrator could set a
 * password, use it, and leave no trace. Events are canonical JSON, so no string value contains an unescaped quotation
 * mark.
 */
const NOT_OF_ADMINISTRATORS = [
  '"certificate":"spiffe://gatepost/admin/',
  '"certificate":"spiffe://gatepost/service/console"',
  '"certificate":"spiffe://gatepost/front-end/console"',
  '"actor":"spiffe://gatepost/admin/',
]
  .map((text) => `position('${text}'::bytea in event) = 0`)
  .join(' and ');

const ERASE = `
  update leaf set event = null, salt = null, time = null, type = null, domain = null,
    account = null, client_ip = null, service = null, decision = null, reason = null, rule = null
  where index = any($1::bigint[])`;

/** Erases payloads from the record in Postgres. The leaf hashes stay. */
export function createErasing(parts: { database: Database; appendEvent: AppendEvent }): Erasing {
  const { database, appendEvent } = parts;
  return {
    async payloadOctets() {
      const { rows } = await database.query<{ octets: number }>(
        'select payload_octets as octets from tree',
      );
      return rows[0]?.octets ?? 0;
    },
    erase: ({ selection, limit, behind }, describe) =>
      database.transaction(async (tx) => {
        const { where, values } = conditionOf(selection);
        if (behind !== undefined) {
          const time = values.push(new Date(behind.time));
          values.push(behind.index);
          where.push(`(time, index) > ($${time}::timestamptz, $${time + 1}::bigint)`);
        }
        values.push(limit);
        // Another replica may be erasing too, so each skips the other's rows.
        const { rows } = await tx.query<{ index: number; time: Date; octets: number }>(
          `select index, time, octet_length(event) as octets from leaf
           where event is not null and ${[...where, NOT_OURS].join(' and ')}
           order by time, index limit $${values.length} for update skip locked`,
          values,
        );
        const last = rows.at(-1);
        if (last === undefined) return { count: 0, last: undefined };
        const indexes = rows.map(({ index }) => index).sort((x, y) => x - y);
        await tx.query(ERASE, [indexes]);
        const count = indexes.length;
        await appendEvent(tx, describe({ count, indexes: formatRanges(rangesOf(indexes)) }));
        // Last, because every append waits for this row.
        const octets = rows.reduce((sum, row) => sum + row.octets, 0);
        await tx.query('update tree set payload_octets = payload_octets - $1', [octets]);
        return { count, last: { time: last.time.getTime(), index: last.index } };
      }),
  };
}

function conditionOf(selection: Selection): { where: string[]; values: unknown[] } {
  if ('account' in selection) {
    return { where: ['account = $1', NOT_OF_ADMINISTRATORS], values: [selection.account] };
  }
  if ('oldest' in selection) return { where: [], values: [] };
  const before = new Date(selection.before);
  if ('domain' in selection) {
    return { where: ['domain = $1', 'time < $2'], values: [selection.domain, before] };
  }
  const where = ["coalesce(domain, '') <> all($1::text[])", 'time < $2'];
  return { where, values: [selection.notOf, before] };
}
