import { stringify } from 'yaml';
import { TARGETS } from '../session/client-config.js';
import { writeWhole } from '../up/installation/files.js';
import { PORT_OFFSETS } from '../up/installation/services.js';
import { PEOPLE, SERVICES } from './who-gets-what.js';

const REACHED = [...SERVICES, 'edge'] as const;

const FIRST_PORT = 7100;
/**
 * In containers a service listens on the same port as on one machine, except passkey, which comes
 * next to the others.
 */
const OFFSETS = { ...PORT_OFFSETS, passkey: 7 };

/** Writes the client.yaml beside the certificates of the callers from outside. */
export function writeClientConfig(path: string, recordKey: string): void {
  const config = {
    ca: 'ca.crt',
    targets: Object.fromEntries(
      TARGETS.flatMap((target) =>
        REACHED.filter((name) => name.replace('-', '') === target).map((name) => [
          target,
          [`${name}:${FIRST_PORT + OFFSETS[name]}`],
        ]),
      ),
    ),
    record: { keys: [recordKey] },
    identities: Object.fromEntries(
      PEOPLE.map(({ role, name }) => [
        name,
        { uri: `spiffe://gatepost/${role}/${name}`, cert: `${name}.crt`, key: `${name}.key` },
      ]),
    ),
  };
  writeWhole(path, stringify(config, { lineWidth: 0 }), 0o600);
}
