import type { Role } from '../../../libs/certificates/index.js';
import { IDENTITIES } from './identities.js';
import type { PortPlan } from './ports.js';
import type { Secrets } from './secrets.js';
import { SERVICE_NAMES } from './services.js';

/** The client.yaml of an installation, with every replica and every identity made for callers. */
export function clientConfig(options: {
  plan: PortPlan;
  secrets: Secrets;
  ca: string;
  tlsOf: (role: Role, name: string) => { cert: string; key: string };
}): object {
  const { plan, secrets, ca, tlsOf } = options;
  const addressesOf = (service: string) =>
    plan.replicas.filter((r) => r.service === service).map(({ port }) => `127.0.0.1:${port}`);
  return {
    ca,
    targets: Object.fromEntries(
      SERVICE_NAMES.filter((service) => addressesOf(service).length > 0).map((service) => [
        service.replace('-', ''),
        addressesOf(service),
      ]),
    ),
    record: { keys: [secrets.recordVerifierKey] },
    identities: Object.fromEntries(
      IDENTITIES.map(({ role, name }) => {
        const { cert, key } = tlsOf(role, name);
        return [name, { uri: `spiffe://gatepost/${role}/${name}`, cert, key }];
      }),
    ),
  };
}
