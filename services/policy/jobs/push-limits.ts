import type { Database } from '../../../libs/pg/index.js';
import type { TrustSettings } from '../../../libs/policy/language/document.js';
import { callUntil } from '../commands/call-until.js';
import { type TrustLimits, trustLimits } from '../core/trust-limits.js';
import type { Trust } from '../ports/trust.js';

const CHUNK = 500;
const PUSH_TIMEOUT_MS = 2000;

export interface LimitsPusher {
  /**
   * Sends trust-store the limits of every domain that are still pending.
   * @throws GatepostError
   */
  push(signal?: AbortSignal): Promise<void>;
}

interface Pending {
  readonly domain: string;
  readonly revision: number;
  /** Null if the document was withdrawn. */
  readonly trust: TrustSettings | null;
}

/**
 * Sends trust-store the trust limits of changed documents. The transaction that changes a document also inserts a row
 * for the pending limits, so that they are sent even if this process dies.
 */
export function pushLimits(parts: { readonly db: Database; readonly trust: Trust }): LimitsPusher {
  const { db, trust } = parts;
  async function push(signal = new AbortController().signal): Promise<void> {
    for (;;) {
      const { rows } = await db.query<Pending>(
        `SELECT p.domain, p.revision, d.compiled -> 'trust' AS trust
         FROM pending_limits p JOIN active_document d ON d.name = p.domain
         ORDER BY p.domain LIMIT ${CHUNK}`,
      );
      if (rows.length === 0) return;
      const call = callUntil(performance.now() + PUSH_TIMEOUT_MS, signal);
      await trust.setLimits(rows.map(limitsOf), call);
      await db.query(
        `DELETE FROM pending_limits p USING unnest($1::text[], $2::bigint[]) AS told (domain, revision)
         WHERE p.domain = told.domain AND p.revision = told.revision`,
        [rows.map(({ domain }) => domain), rows.map(({ revision }) => revision)],
      );
    }
  }

  return { push };
}

function limitsOf({ domain, revision, trust }: Pending): TrustLimits {
  if (trust !== null) return trustLimits(domain, revision, trust);
  return {
    ...{ domain, revision, removed: true },
    ...{ ip: undefined, device: undefined, session: undefined },
  };
}
