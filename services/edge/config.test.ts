import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureCertificates } from '../../libs/certificates/index.js';
import { manualClock } from '../../libs/clock/index.js';
import { loadConfig, packageRoot } from '../../libs/config/index.js';
import { connect, openTls } from '../../libs/grpc/index.js';
import { createLog } from '../../libs/log/index.js';
import { systemRandom } from '../../libs/random/index.js';
import { createMetrics } from '../../libs/telemetry/index.js';
import { assemble } from './assemble.js';
import { edgeSettings } from './config.js';

const dir = mkdtempSync(join(tmpdir(), 'gatepost-edge-config-'));
const source = join(packageRoot, 'deploy', 'front-ends', 'edge.yaml');
let text: string;

beforeAll(async () => {
  const identities = [{ role: 'service', name: 'edge' }] as const;
  const made = await ensureCertificates({ dir: join(dir, 'made'), identities, now: Date.now() });
  const { ca, cert, key } = made.filesOf('service', 'edge');
  for (const [from, to] of [
    [ca, 'ca.crt'],
    [cert, 'tls.crt'],
    [key, 'tls.key'],
  ] as const) {
    cpSync(from, join(dir, to));
  }
  cpSync(source.replace('edge.yaml', 'edge.access.yaml'), join(dir, 'edge.access.yaml'));
  text = readFileSync(source, 'utf8');
  const files = [...text.matchAll(/file: ([a-z-]+\.(?:secret|key))/g)].map(([, name]) => `${name}`);
  for (const name of files) writeFileSync(join(dir, name), 'x'.repeat(48), { mode: 0o600 });
});
afterAll(() => rmSync(dir, { recursive: true }));

function load(change: (text: string) => string = (same) => same) {
  const file = join(dir, 'edge.yaml');
  writeFileSync(file, change(text));
  return loadConfig(file, edgeSettings);
}

it('deploy/front-ends/edge.yaml is a valid configuration', () => {
  expect(load().listeners.map(({ protocol }) => protocol)).toEqual([
    ...['dovecot-passdb', 'dovecot-auth-policy', 'nginx-mail', 'forward-auth'],
    ...['postfix-policy', 'zimbra'],
  ]);
});

it('takes a trusted proxy that a translator shows for itself', async () => {
  const config = load((given) => `nat64: ["2001:db8:64::/96"]\n${given}`);
  const log = createLog({ service: 'edge', level: 'silent' });
  const tls = await openTls({ files: config.tls, log });
  const expected = 'spiffe://gatepost/service/policy';
  const policy = connect({ targets: ['127.0.0.1:1'], tls, expect: expected });
  const { trustedIn } = assemble({
    ...{ clock: manualClock(0), config, log, tls, random: systemRandom, peer: () => policy },
    metrics: createMetrics({ service: 'edge', process: false }),
    run: () => undefined,
    serve: async () => ({ isReady: () => true }),
  });
  const isTrusted = trustedIn(['192.0.2.0/24']);
  expect(isTrusted('2001:db8:64::192.0.2.33')).toBe(true);
  expect(isTrusted('64:ff9b::192.0.2.33')).toBe(true);
  expect(isTrusted('2001:db8:65::192.0.2.33')).toBe(false);
  policy.close();
  tls.close();
});

it.each([
  ['no secret and no certificate', / {4}secret-file: dovecot.secret\n/, '', /secret-file or ident/],
  ['no proxies said', / {4}trusted-proxies: \[127.0.0.1\/32\]\n/, '', /trusted-proxies/],
  ['a proxy with host bits', '[127.0.0.1/32]', '[127.0.0.1/8]', /host bits/],
  ['postfix from outside', '127.0.0.1:7240', '0.0.0.0:7240', /loopback/],
  ['postfix for any local user', / {4}secret-file: postfix.secret\n/, '', /every local user/],
  [
    'a socket for anybody',
    '127.0.0.1:7240\n    secret-file: postfix.secret',
    'unix:/run/x\n    mode: "0666"',
    /mode/,
  ],
  ['an upstream by name', '10.0.1.10:143', 'imap.a.tld:143', /address/],
  [
    'a prefix that no translator has',
    'listeners:',
    'nat64: ["2001:db8::/44"]\nlisteners:',
    /RFC 6052/,
  ],
  ['two of one name', 'name: nginx-mail', 'name: dovecot', /name/],
  ['sessions without a key', /^sessions: .*$/m, '', /sessions/],
  ['a domain that is none', '[a.tld, b.tld]', '[a_b.tld]', /domain/],
])('%s is refused', (_, from, to, why) => {
  expect(() => load((given) => given.replace(from, to))).toThrow(why);
});
