import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { packageRoot } from '../../../libs/config/index.js';
import { isService } from '../../../libs/names/services.js';

const root = join(packageRoot, 'deploy', 'front-ends');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const files = readdirSync(root, { recursive: true, encoding: 'utf8', withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
const edge = parse(read('edge.yaml'));
const portOf = (address: string) => Number(address.split(':').at(-1));
/** Dovecot's for Postfix: its administrator opens it. */
const SASL = 7280;
const ports = [
  ...[SASL, portOf(edge.listen)],
  // Those that an administrator may switch on, too.
  ...[...read('edge.yaml').matchAll(/listen: (\S+)/g)].map(([, address = '']) => portOf(address)),
  ...edge.doveadm.map(({ url }: { url: string }) => Number(new URL(url).port)),
];

it.each(files)('%s says what it is for, and asks where edge listens', (file) => {
  const text = read(file);
  if (file !== 'edge.access.yaml') expect(text).toMatch(/^(#|--) \S/);
  for (const [, port] of text.matchAll(/\b(?:port_value: |port = |:)(72\d\d)\b/g)) {
    expect(ports).toContain(Number(port));
  }
});

it('Envoy lets nobody in without an answer, over a certificate that edge takes', () => {
  const envoy = parse(read('envoy/envoy.yaml'));
  const text = JSON.stringify(envoy);
  expect(text).toContain('"failure_mode_allow":false');
  expect(text).toContain('"use_remote_address":true');
  expect(text).toContain('"headers_with_underscores_action":"DROP_HEADER"');
  expect(text).toContain('"exact":"spiffe://gatepost/service/edge"');
  const gatepost = envoy.static_resources.clusters.find(
    ({ name }: { name: string }) => name === 'gatepost',
  );
  expect(JSON.stringify(gatepost)).toContain(`"port_value":${portOf(edge.listen)}`);
  const [, service = ''] = /"context_extensions":{"service":"(\w+)"}/.exec(text) ?? [];
  expect(edge.envoy.services).toContain(service);
  expect(parse(read('edge.access.yaml')).callers).toEqual([
    {
      identity: 'spiffe://gatepost/front-end/envoy',
      rpcs: ['envoy.service.auth.v3.Authorization/Check'],
      domains: ['*'],
    },
  ]);
});

it('Traefik asks for a service, over mutual TLS, and takes no header of a client', () => {
  const { middlewares, routers } = parse(read('traefik/dynamic.yaml')).http;
  const { forwardAuth } = middlewares['gatepost-dav'];
  expect(forwardAuth).toMatchObject({
    trustForwardHeader: false,
    authResponseHeaders: ['X-Gatepost-Account'],
    tls: { ca: expect.any(String), cert: expect.any(String), key: expect.any(String) },
  });
  const url = new URL(forwardAuth.address);
  const web = edge.listeners.find(({ name }: { name: string }) => name === 'web');
  expect(url.host).toBe(web.listen);
  expect(isService(url.pathname.slice(1)) && web.services).toContain(url.pathname.slice(1));
  expect(routers.dav.middlewares).toEqual(['gatepost-dav', 'gatepost-consumed']);
  const { customRequestHeaders: consumed } = middlewares['gatepost-consumed'].headers;
  expect(consumed).toMatchObject({ Authorization: '', 'X-Gatepost-Otp': '' });
  expect(consumed).not.toHaveProperty('X-Gatepost-Account');
});
