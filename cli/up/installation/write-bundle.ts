import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { TlsFilePaths } from '../../../libs/certificates/index.js';
import { writeWhole } from './files.js';

/**
 * Writes what one administrator needs on another machine: `ca.crt`, `<name>.crt`, `<name>.key` and
 * a `client.yaml` that names them and the services.
 * @param options.clientConfig the installation's own, which knows where the services are
 */
export function writeBundle(
  dir: string,
  options: { readonly name: string; readonly files: TlsFilePaths; readonly clientConfig: string },
): void {
  const { name, files, clientConfig } = options;
  const copies = [
    { from: files.ca, to: 'ca.crt', mode: 0o644 },
    { from: files.cert, to: `${name}.crt`, mode: 0o644 },
    { from: files.key, to: `${name}.key`, mode: 0o600 },
  ];
  for (const { from, to, mode } of copies) {
    writeWhole(join(dir, to), readFileSync(from, 'utf8'), mode);
  }
  const { targets, record } = parse(readFileSync(clientConfig, 'utf8'));
  const identities = {
    [name]: { uri: `spiffe://gatepost/admin/${name}`, cert: `${name}.crt`, key: `${name}.key` },
  };
  const config = { ca: 'ca.crt', targets, record, identities };
  writeWhole(join(dir, 'client.yaml'), stringify(config, { lineWidth: 0 }), 0o600);
}
