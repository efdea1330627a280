import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../../libs/config/index.js';
import { planPorts } from './ports.js';
import { SERVICE_NAMES } from './services.js';

it('an edge set up by deploy/front-ends runs beside an installation of many replicas', () => {
  const many = Object.fromEntries(SERVICE_NAMES.map((service) => [service, 9]));
  const { postgres, nats, singleSignOn, replicas } = planPorts(7100, many);
  const taken = [postgres, nats, ...Object.values(singleSignOn)].concat(
    replicas.flatMap(({ port, metricsPort }) => [port, metricsPort]),
  );
  const edge = readFileSync(join(packageRoot, 'deploy', 'front-ends', 'edge.yaml'), 'utf8');
  const own = [...edge.matchAll(/listen: 127\.0\.0\.1:(\d+)/g)].map(([, port]) => Number(port));
  expect(own.length).toBeGreaterThan(5);
  expect(own.filter((port) => taken.includes(port))).toEqual([]);
});
