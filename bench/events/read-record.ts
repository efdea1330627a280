import { AuditServiceService as Audit } from '../../libs/gen/gatepost/audit/v1/audit.js';
import type { Peer } from '../../libs/grpc/index.js';
import type { Database } from '../../libs/pg/index.js';
import { ANY, verify, within } from '../../services/audit/testing/calls.js';
import { shareOf } from '../factors/shares.js';
import { accountOf } from './way-to-record.js';

const QUERIES = 900;
/** Enough that both sizes are measured on a service that has been running for long. */
const WARM_UP = 500;
const COPIED_AT_ONCE = 100_000;

/** An auditor reads and verifies the whole record. @returns leaves per second */
export async function measureVerify(auditor: Peer): Promise<number> {
  const began = performance.now();
  const { leaves, findings } = await verify(auditor, []);
  if (findings.length > 0) throw new Error('the record does not verify');
  return (leaves * 1000) / (performance.now() - began);
}

/** The service compares its search index with its events. @returns events per second */
export async function measureCheckIndex(auditor: Peer): Promise<number> {
  const began = performance.now();
  let compared = 0;
  for await (const part of auditor.serverStream(Audit.checkIndex, { from: 0n })) {
    if (part.differing.length > 0) throw new Error('the index does not fit the events');
    compared = Number(part.next);
  }
  return (compared * 1000) / (performance.now() - began);
}

/** Queries the newest 20 events of an account. @returns ms, p50 */
export async function measureQuery(auditor: Peer): Promise<number> {
  const took: number[] = [];
  for (let n = 1; n <= QUERIES; n += 1) {
    const account = accountOf(n);
    const began = performance.now();
    const request = { filter: { ...ANY, account }, page: { size: 20, token: '' } };
    const { events } = await auditor.unary(Audit.query, request, within);
    if (events.length === 0) throw new Error(`${account} was not found`);
    if (n > WARM_UP) took.push(performance.now() - began);
  }
  return shareOf(took, 0.5);
}

/** Adds rows and index entries only, for queries: events that are not in the tree do not verify. */
export async function fillWithCopies(audit: Database, events: number): Promise<void> {
  const { rows } = await audit.query<{ size: number }>('select size from tree');
  const size = rows[0]?.size ?? 0;
  for (let from = size; from < events; from += COPIED_AT_ONCE) {
    await audit.query(
      `insert into leaf select $1::bigint + n, hash, source, 1000000000 + $1::bigint + n,
         gen_random_uuid()::text, recorded_at, salt, event, time + make_interval(secs => $1::int + n),
         type, domain, 'copy' || ($1::bigint + n) / 20 || '@' || domain, client_ip, service, decision,
         reason, rule
       from generate_series(0, $2::int - 1) n join leaf on index = n % $3::bigint`,
      [from, Math.min(COPIED_AT_ONCE, events - from), size],
    );
  }
  await audit.query('vacuum analyze leaf');
}
