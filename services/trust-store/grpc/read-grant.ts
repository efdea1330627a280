import type { GrantRequest as WireGrant } from '../../../libs/gen/gatepost/truststore/v1/trust_store.js';
import type { RequestReader } from '../../../libs/grpc/requests/index.js';
import type { GrantRequest } from '../commands/grant-request.js';
import { readLimits } from './read-limits.js';
import { readTime } from './read-request.js';

/** Reads a Grant request. An empty `client_ip` means that no address is asked for. */
export function readGrant(reader: RequestReader, wire: WireGrant): GrantRequest {
  const { clientIp, ipSeconds, device, deviceSeconds, deviceToken } = wire;
  if (clientIp === '' && !device) reader.refuse('client_ip', 'neither an address nor a device');
  const account = reader.account('account', wire.account);
  const label = reader.text('device_label', wire.deviceLabel, { max: 64 });
  return {
    account,
    ip:
      clientIp === ''
        ? undefined
        : { address: reader.address('client_ip', clientIp), seconds: ipSeconds },
    device: device
      ? { seconds: deviceSeconds, label, token: deviceToken === '' ? undefined : deviceToken }
      : undefined,
    limits: readLimits(reader, wire.limits, account),
    decisionId: reader.uuid('decision_id', wire.decisionId),
    fromIp: reader.address('from_ip', wire.fromIp).text,
    presentedAt: readTime(reader, 'presented_at', wire.presentedAt),
  };
}
