import { formatRanges, rangesOf } from '../../../libs/merkle/index.js';
import type { Database, Queryable } from '../../../libs/pg/index.js';
import type { AuditEvent } from '../core/audit-event.js';
import type { Position } from '../core/page-token.js';
import type { Erasing, Selection } from '../ports.js';

/** Appends an event to the outbox within the given transaction. */
export type AppendEvent = (tx: Queryable, event: AuditEvent) => Promise<void>;

/** How many events are looked at, at most, for each that may be erased. */
const LOOKED_AT_FOR_EACH = 4;

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
        const { indexes, last, done } = await look(tx, { selection, limit, behind });
        const octets = await erasePayloads(tx, indexes);
        if (octets.length === 0) return { count: 0, last, done };
        const erased = octets.map(({ index }) => index).sort((x, y) => x - y);
        const count = erased.length;
        await appendEvent(tx, describe({ count, indexes: formatRanges(rangesOf(erased)) }));
        // Last, because every append waits for this row.
        await tx.query('update tree set payload_octets = payload_octets - $1', [
          octets.reduce((sum, row) => sum + row.octets, 0),
        ]);
        return { count, last, done };
      }),
  };
}

/**
 * The events to erase among the next ones by time. Events that are kept are looked at, too, so their number is bounded:
 * a statement takes as long whether few or most of the record are kept.
 */
async function look(
  tx: Queryable,
  {
    selection,
    limit,
    behind,
  }: { selection: Selection; limit: number; behind?: Position | undefined },
): Promise<{ indexes: readonly number[]; last: Position | undefined; done: boolean }> {
  const { among, erased, values } = conditionsOf(selection);
  if (behind !== undefined) {
    const time = values.push(new Date(behind.time));
    values.push(behind.index);
    among.push(`(time, index) > ($${time}::timestamptz, $${time + 1}::bigint)`);
  }
  const most = LOOKED_AT_FOR_EACH * limit;
  values.push(most);
  const { rows } = await tx.query<{ index: number; time: Date; due: boolean }>(
    `select index, time, (${erased.join(' and ')}) as due from leaf
     where ${['event is not null', ...among].join(' and ')}
     order by time, index limit $${values.length}`,
    values,
  );
  const dueRows = rows.filter(({ due }) => due);
  const taken = dueRows.slice(0, limit);
  const cut = dueRows.length > limit;
  const last = cut ? taken.at(-1) : rows.at(-1);
  return {
    indexes: taken.map(({ index }) => index),
    last: last && { time: last.time.getTime(), index: last.index },
    done: !cut && rows.length < most,
  };
}

/** Another replica may be erasing too, so each skips the other's rows. */
async function erasePayloads(
  tx: Queryable,
  indexes: readonly number[],
): Promise<{ index: number; octets: number }[]> {
  if (indexes.length === 0) return [];
  const { rows } = await tx.query<{ index: number; octets: number }>(
    `select index, octet_length(event) as octets from leaf
     where index = any($1::bigint[]) and event is not null for update skip locked`,
    [indexes],
  );
  if (rows.length > 0) await tx.query(ERASE, [rows.map(({ index }) => index)]);
  return rows;
}

/** Which events are looked at, which an index gives in order; and which of those are erased. */
interface Conditions {
  readonly among: string[];
  readonly erased: readonly string[];
  readonly values: unknown[];
}

function conditionsOf(selection: Selection): Conditions {
  if ('account' in selection) {
    const erased = [NOT_OURS, NOT_OF_ADMINISTRATORS];
    return { among: ['account = $1'], erased, values: [selection.account] };
  }
  if ('oldest' in selection) return { among: [], erased: [NOT_OURS], values: [] };
  const before = new Date(selection.before);
  if ('domain' in selection) {
    const among = ['domain = $1', 'time < $2'];
    return { among, erased: [NOT_OURS], values: [selection.domain, before] };
  }
  const erased = [NOT_OURS, "coalesce(domain, '') <> all($2::text[])"];
  return { among: ['time < $1'], erased, values: [before, selection.notOf] };
}
