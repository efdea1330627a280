import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { parseYaml } from '../../../libs/config/index.js';
import type { ServiceName } from './services.js';

const settings = z.record(z.string(), z.unknown());

/**
 * What the operator adds to a service's configuration, in `<service>.own.yaml` beside what is written
 * at each start: whole keys, each in place of ours; the service itself checks them.
 * @throws ConfigError where it is no YAML, or no mapping
 */
export function ownSettings(dir: string, service: ServiceName): Readonly<Record<string, unknown>> {
  const file = join(dir, `${service}.own.yaml`);
  if (!existsSync(file)) return {};
  return parseYaml(readFileSync(file, 'utf8'), { file, schema: settings });
}
