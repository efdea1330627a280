import { Service } from '../../../libs/gen/gatepost/common/v1/common.js';
import type { Trust } from '../../../libs/gen/gatepost/truststore/v1/trust_store.js';
import { formatTime } from '../../output/times.js';
import { serviceName, trustKindName } from '../../wire/names.js';

/** A trust, with names instead of numbers. */
export function viewTrust(trust: Trust) {
  const { service, ...rest } = trust;
  return {
    ...{ ...rest, kind: trustKindName(trust.kind) },
    ...(service === Service.UNSPECIFIED ? {} : { service: serviceName(service) }),
  };
}

export const TRUST_COLUMNS = ['account', 'kind', 'what', 'granted', 'until', 'last used', 'id'];

/** A row of the table of trusts. */
export function trustRow(trust: Trust): string[] {
  const { account, kind, prefix, label, grantedAt, until, lastUsedAt, lastIp, trustId, service } =
    trust;
  const used = lastUsedAt === undefined ? 'never' : `${formatTime(lastUsedAt)} from ${lastIp}`;
  const what = prefix || label || (service === Service.UNSPECIFIED ? '' : serviceName(service));
  const times = [formatTime(grantedAt), formatTime(until)];
  return [account, trustKindName(kind), what, ...times, used, trustId];
}
