import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { packageRoot } from '../../libs/config/index.js';
import { writeClientConfig } from './write-client-config.js';

it.each(['deploy/config', 'deploy/kubernetes/overlays/production/config'])(
  'names the port of each service that %s configures',
  (directory) => {
    const home = mkdtempSync(join(tmpdir(), 'gatepost-client-'));
    try {
      const file = join(home, 'client.yaml');
      writeClientConfig(file, 'a key');
      const { targets } = parse(readFileSync(file, 'utf8')) as {
        targets: Record<string, string[]>;
      };
      const named = Object.values(targets).map(([address = '']) => address.split(':'));
      expect(named.map(([service]) => service)).toContain('edge');
      const listening = named.map(([service]) => {
        // A part that not every overlay needs is a component of its own.
        const config = [directory, `deploy/kubernetes/components/${service}/config`]
          .map((each) => join(packageRoot, each, `${service}.yaml`))
          .find((path) => existsSync(path));
        const { listen } = config === undefined ? {} : parse(readFileSync(config, 'utf8'));
        return [service, `${listen}`.split(':')[1]];
      });
      expect(named).toEqual(listening);
    } finally {
      rmSync(home, { recursive: true });
    }
  },
);
