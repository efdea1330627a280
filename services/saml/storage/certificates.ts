import type { Queryable } from '../../../libs/pg/index.js';
import type { DomainCertificates } from '../ports.js';

/** The certificates of at most `limit` domains after one, in order: their provider's and their own. */
export async function readCertificates(
  db: Queryable,
  { after, limit }: { after: string; limit: number },
): Promise<DomainCertificates[]> {
  const { rows } = await db.query<DomainCertificates>(
    `SELECT domain, ARRAY(SELECT jsonb_array_elements_text(settings->'provider'->'certificates')) AS provider,
       ARRAY(SELECT certificate FROM sp_key k WHERE k.domain = d.domain AND k.retired_at IS NULL) AS own
     FROM domain d WHERE domain > $1 AND settings ? 'provider' ORDER BY domain LIMIT $2`,
    [after, limit],
  );
  return rows;
}
