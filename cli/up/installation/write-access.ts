import { join } from 'node:path';
import { stringify } from 'yaml';
import { allowListOf } from './access.js';
import type { Delegate } from './delegates.js';
import { writeWhole } from './files.js';
import type { Layout } from './layout.js';
import { SERVICE_NAMES, type ServiceName } from './services.js';

/** The path of a service's allow-list. */
export function accessFileOf({ config }: Layout, service: ServiceName): string {
  return join(config, `${service}.access.yaml`);
}

/** Writes the allow-list of every service. Running services read it again within two seconds. */
export function writeAllowLists(layout: Layout, delegates: readonly Delegate[]): void {
  for (const service of SERVICE_NAMES) {
    const list = stringify(allowListOf(service, { delegates }), { lineWidth: 0 });
    writeWhole(accessFileOf(layout, service), list, 0o600);
  }
}
