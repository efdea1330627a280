import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { parseYaml } from '../../../libs/config/index.js';
import type { ServiceName } from './services.js';

const settings = z.record(z.string(), z.unknown());

/**
 * Settings that the operator adds to a service's configuration, in `<service>.own.yaml` beside the
 * file written at each start. Each top-level key replaces ours; the service itself checks them.
 * @throws ConfigError if it is not YAML, or not a mapping
 */
export function ownSettings(dir: string, service: ServiceName): Readonly<Record<string, unknown>> {
  const file = join(dir, `${service}.own.yaml`);
  if (!existsSync(file)) return {};
  return parseYaml(readFileSync(file, 'utf8'), { file, schema: settings });
}
