import { isIP } from 'node:net';
import { parseAddress } from '../../config/index.js';

/**
 * The gRPC target for the replicas of one service. `targets` holds any number of addresses of one
 * family, or one name that resolves to an address for each replica.
 * @throws TypeError if `targets` is anything else
 */
export function targetOf(targets: readonly string[]): string {
  const addresses = targets.map((target) => {
    const address = parseAddress(target);
    if (address === null || address.port === 0) throw new TypeError(`not host:port: ${target}`);
    return address;
  });
  const families = new Set(addresses.map(({ host }) => isIP(host)));
  const [family] = families;
  if (family === undefined || families.size > 1 || (family === 0 && targets.length > 1)) {
    throw new TypeError(`must be addresses of one family, or one name: ${targets.join(', ')}`);
  }
  return family === 0 ? `dns:///${targets[0]}` : `ipv${family}:${targets.join(',')}`;
}
