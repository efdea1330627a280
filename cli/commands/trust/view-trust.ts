import type { Trust } from '../../../libs/gen/gatepost/truststore/v1/trust_store.js';
import { formatTime } from '../../output/times.js';
import { trustKindName } from '../../wire/names.js';

export function viewTrust(trust: Trust) {
  return { ...trust, kind: trustKindName(trust.kind) };
}

export const TRUST_COLUMNS = ['account', 'kind', 'what', 'granted', 'until', 'last used', 'id'];

export function trustRow(trust: Trust): string[] {
  const { account, kind, prefix, label, grantedAt, until, lastUsedAt, lastIp, trustId } = trust;
  const used = lastUsedAt === undefined ? 'never' : `${formatTime(lastUsedAt)} from ${lastIp}`;
  const what = prefix === '' ? label : prefix;
  const times = [formatTime(grantedAt), formatTime(until)];
  return [account, trustKindName(kind), what, ...times, used, trustId];
}
