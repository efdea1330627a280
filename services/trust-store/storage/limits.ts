import type { Queryable } from '../../../libs/pg/index.js';
import { EVERY_DOMAIN, type LimitsChange, NOTHING_OFFERED, type Terms } from '../core/limits.js';
import type { Tightening } from '../core/tighten.js';
import type { BindingLimits, KnownDocument } from '../ports.js';
import type { Row } from './rows.js';
import { revisionOf, termsOf } from './rows.js';

const COLUMNS = `domain, revision, own_since, ip_default, ip_max, ip_per_account, ipv6_prefix,
  device_default, device_max, device_per_account`;

/**
 * The limits that bind a domain, kept as they are until the transaction ends: so every grant is
 * either made under new limits, or is there to be tightened when they come.
 */
export async function sharedLimits(tx: Queryable, domain: string): Promise<BindingLimits> {
  const documents = [EVERY_DOMAIN, domain];
  let rows = await shareRows(tx, documents);
  if (rows.size < 2) {
    // What is not there cannot be kept from coming.
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

/** Locks what is known of documents, so that changes to one come one after the other. */
export async function lockLimits(
  tx: Queryable,
  documents: readonly string[],
): Promise<Map<string, KnownDocument>> {
  await ensureRows(tx, documents);
  return readRows(tx, documents, 'FOR UPDATE');
}

/** What `*` offers; undefined: never told. */
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

/** Writes what `lockLimits` locked. */
export async function saveLimits(
  tx: Queryable,
  change: LimitsChange,
  ownSince: bigint | undefined,
): Promise<void> {
  const { ip, device } = change.terms === 'removed' ? NOTHING_OFFERED : change.terms;
  await tx.query(
    `UPDATE domain_limits SET revision = $2, own_since = $3,
       ip_default = $4, ip_max = $5, ip_per_account = $6, ipv6_prefix = $7,
       device_default = $8, device_max = $9, device_per_account = $10
     WHERE domain = $1`,
    [
      change.document,
      change.revision,
      ownSince ?? null,
      ip?.defaultSeconds ?? null,
      ip?.maxSeconds ?? null,
      ip?.perAccount ?? null,
      ip?.ipv6Prefix ?? null,
      device?.defaultSeconds ?? null,
      device?.maxSeconds ?? null,
      device?.perAccount ?? null,
    ],
  );
}

export async function addTightenings(
  tx: Queryable,
  document: string,
  revision: bigint,
  tightenings: readonly Tightening[],
  now: number,
): Promise<void> {
  for (const { kind, maxSeconds, ipv6Prefix } of tightenings) {
    await tx.query(
      `INSERT INTO tightening (domain, kind, revision, max_seconds, ipv6_prefix, changed_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [document, kind, revision, maxSeconds, ipv6Prefix ?? null, new Date(now)],
    );
  }
}
