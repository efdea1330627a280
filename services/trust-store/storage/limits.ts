import type { Queryable } from '../../../libs/pg/index.js';
import { EVERY_DOMAIN, NOTHING_OFFERED, type Terms } from '../core/limits.js';
import type { AcceptedChange, BindingLimits, BindingTightening, KnownDocument } from '../ports.js';
import type { Row } from './rows.js';
import { revisionOf, termsOf } from './rows.js';

const COLUMNS = `domain, revision, own_since, ip_default, ip_max, ip_per_account, ipv6_prefix,
  device_default, device_max, device_per_account,
  session_default, session_max, session_per_account`;

/**
 * The limits that bind a domain, locked in share mode until the transaction ends. So every grant is either made under
 * the new limits, or is already there to be tightened when they arrive.
 */
export async function sharedLimits(tx: Queryable, domain: string): Promise<BindingLimits> {
  const documents = [EVERY_DOMAIN, domain];
  let rows = await shareRows(tx, documents);
  if (rows.size < 2) {
    // A missing row cannot be locked, so it is inserted first.
    await ensureRows(tx, documents);
    rows = await shareRows(tx, documents);
  }
  const own = rows.get(domain);
  const every = rows.get(EVERY_DOMAIN);
  const hasOwn = own?.ownSince !== undefined;
  const revisions = [own?.revision ?? 0n, hasOwn ? 0n : (every?.revision ?? 0n)] as const;
  return {
    known: { ownRevision: own?.revision, hasOwn, starRevision: every?.revision },
    terms: (hasOwn ? own : every)?.terms ?? NOTHING_OFFERED,
    document: hasOwn ? domain : EVERY_DOMAIN,
    revision: revisions[0] > revisions[1] ? revisions[0] : revisions[1],
  };
}

async function shareRows(tx: Queryable, documents: string[]): Promise<Map<string, KnownDocument>> {
  return readRows(tx, documents, 'FOR SHARE');
}

/** Locks the known state of documents, so that changes to one document come one after the other. */
export async function lockLimits(
  tx: Queryable,
  documents: readonly string[],
): Promise<Map<string, KnownDocument>> {
  await ensureRows(tx, documents);
  return readRows(tx, documents, 'FOR UPDATE');
}

/** The terms of `*`. Undefined if never received. */
export async function termsOfEveryDomain(tx: Queryable): Promise<Terms | undefined> {
  const every = (await readRows(tx, [EVERY_DOMAIN], '')).get(EVERY_DOMAIN);
  return every?.revision === undefined ? undefined : every.terms;
}

async function ensureRows(tx: Queryable, documents: readonly string[]): Promise<void> {
  await tx.query(
    `INSERT INTO domain_limits (domain) SELECT unnest($1::text[]) ORDER BY 1
     ON CONFLICT (domain) DO NOTHING`,
    [documents],
  );
}

async function readRows(
  tx: Queryable,
  documents: readonly string[],
  lock: 'FOR SHARE' | 'FOR UPDATE' | '',
): Promise<Map<string, KnownDocument>> {
  const { rows } = await tx.query<Row>(
    `SELECT ${COLUMNS} FROM domain_limits WHERE domain = ANY($1) ORDER BY domain ${lock}`,
    [documents],
  );
  return new Map(
    rows.map((row) => [
      row.domain as string,
      {
        revision: revisionOf(row.revision),
        ownSince: revisionOf(row.own_since),
        terms: termsOf(row),
      },
    ]),
  );
}

/** Writes the rows that `lockLimits` locked. */
export async function saveLimits(tx: Queryable, changes: readonly AcceptedChange[]): Promise<void> {
  if (changes.length === 0) return;
  await tx.query(
    `UPDATE domain_limits l SET revision = n.revision, own_since = n.own_since,
       ip_default = n.ip_default, ip_max = n.ip_max, ip_per_account = n.ip_per_account,
       ipv6_prefix = n.ipv6_prefix, device_default = n.device_default, device_max = n.device_max,
       device_per_account = n.device_per_account, session_default = n.session_default,
       session_max = n.session_max, session_per_account = n.session_per_account
     FROM jsonb_populate_recordset(NULL::domain_limits, $1) n WHERE l.domain = n.domain`,
    [JSON.stringify(changes.map(rowOf))],
  );
}

function rowOf({ change, ownSince }: AcceptedChange) {
  const { ip, device, session } = change.terms === 'removed' ? NOTHING_OFFERED : change.terms;
  return {
    domain: change.document,
    revision: String(change.revision),
    own_since: ownSince === undefined ? null : String(ownSince),
    ip_default: ip?.defaultSeconds,
    ip_max: ip?.maxSeconds,
    ip_per_account: ip?.perAccount,
    ipv6_prefix: ip?.ipv6Prefix,
    device_default: device?.defaultSeconds,
    device_max: device?.maxSeconds,
    device_per_account: device?.perAccount,
    session_default: session?.defaultSeconds,
    session_max: session?.maxSeconds,
    session_per_account: session?.perAccount,
  };
}

/** Adds tightenings, which the SQL function `ending` applies once committed. `now` is when the limits changed. */
export async function addTightenings(
  tx: Queryable,
  tightenings: readonly BindingTightening[],
  now: number,
): Promise<void> {
  if (tightenings.length === 0) return;
  await tx.query(
    `INSERT INTO tightening (domain, kind, revision, max_seconds, ipv6_prefix, changed_at)
     SELECT domain, kind, revision, max_seconds, ipv6_prefix, $2
     FROM jsonb_to_recordset($1) AS n
       (domain text, kind text, revision bigint, max_seconds integer, ipv6_prefix smallint)`,
    [
      JSON.stringify(
        tightenings.map(({ document, revision, kind, maxSeconds, ipv6Prefix }) => ({
          domain: document,
          kind,
          revision: String(revision),
          max_seconds: maxSeconds,
          ipv6_prefix: ipv6Prefix,
        })),
      ),
      new Date(now),
    ],
  );
}
