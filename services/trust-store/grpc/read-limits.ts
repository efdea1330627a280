import type {
  SessionLimits as WireKindLimits,
  Limits as WireLimits,
} from '../../../libs/gen/gatepost/truststore/v1/trust_store.js';
import type { RequestReader } from '../../../libs/grpc/requests/index.js';
import type { Account } from '../../../libs/names/account.js';
import {
  EVERY_DOMAIN,
  type KindLimits,
  type Limits,
  type LimitsChange,
  NOTHING_OFFERED,
  type Terms,
} from '../core/limits.js';

/** The largest Postgres integer: 68 years. */
const MAX_SECONDS = 2 ** 31 - 1;
const MAX_PER_ACCOUNT = 2 ** 32 - 1;
const MAX_CHANGES = 5000;

/** The limits of the document that decides for an account: its domain's own, or that of `*`. */
export function readLimits(
  reader: RequestReader,
  wire: WireLimits | undefined,
  account: Account,
): Limits {
  if (wire === undefined) {
    reader.refuse('limits', 'is missing');
    return { document: EVERY_DOMAIN, revision: 0n, terms: NOTHING_OFFERED };
  }
  const document = readDocument(reader, 'limits.domain', wire.domain);
  if (document !== EVERY_DOMAIN && document !== account.domain) {
    reader.refuse('limits.domain', "neither the account's domain nor *");
  }
  if (wire.removed) reader.refuse('limits.removed', 'is only for SetLimits');
  return {
    document,
    revision: readRevision(reader, 'limits.revision', wire.revision),
    terms: readTerms(reader, 'limits', wire),
  };
}

/** The changes in a SetLimits request. Each document comes once. */
export function readChanges(reader: RequestReader, wire: readonly WireLimits[]): LimitsChange[] {
  if (wire.length > MAX_CHANGES) reader.refuse('limits', `more than ${MAX_CHANGES}`);
  const seen = new Set<string>();
  return wire.slice(0, MAX_CHANGES).map((limits, index) => {
    const field = `limits[${index}]`;
    const document = readDocument(reader, `${field}.domain`, limits.domain);
    if (seen.has(document)) reader.refuse(`${field}.domain`, 'is named twice');
    seen.add(document);
    const revision = readRevision(reader, `${field}.revision`, limits.revision);
    const terms = readTerms(reader, field, limits);
    if (!limits.removed) return { document, revision, terms };
    if (terms.ip ?? terms.device ?? terms.session)
      reader.refuse(`${field}.removed`, 'cannot be given together with terms');
    return { document, revision, terms: 'removed' };
  });
}

function readDocument(reader: RequestReader, field: string, text: string): string {
  return text === EVERY_DOMAIN ? EVERY_DOMAIN : reader.domain(field, text);
}

function readRevision(reader: RequestReader, field: string, revision: bigint): bigint {
  if (revision > BigInt(Number.MAX_SAFE_INTEGER)) reader.refuse(field, 'too large');
  return revision;
}

function readTerms(
  reader: RequestReader,
  field: string,
  { ip, device, session }: WireLimits,
): Terms {
  return {
    ip: ip && {
      ...readTermsOf(reader, `${field}.ip`, ip),
      ipv6Prefix: reader.whole(`${field}.ip.ipv6_prefix`, ip.ipv6Prefix, { min: 48, max: 128 }),
    },
    device: device && readTermsOf(reader, `${field}.device`, device),
    session: session && readTermsOf(reader, `${field}.session`, session),
  };
}

function readTermsOf(reader: RequestReader, field: string, wire: WireKindLimits): KindLimits {
  const seconds = { min: 1, max: MAX_SECONDS };
  const { defaultSeconds, maxSeconds, perAccount } = wire;
  return {
    defaultSeconds: reader.whole(`${field}.default_seconds`, defaultSeconds, seconds),
    maxSeconds: reader.whole(`${field}.max_seconds`, maxSeconds, seconds),
    perAccount: reader.whole(`${field}.per_account`, perAccount, { min: 0, max: MAX_PER_ACCOUNT }),
  };
}
