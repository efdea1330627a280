import { execFile } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../libs/config/index.js';
import { until } from '../../libs/testing/until.js';
import { ENVIRONMENT, IMAGE, podman } from './podman.js';

const PAGE = readFileSync(join(packageRoot, 'docs', 'production.md'), 'utf8');

/** The command blocks of one section of the page. */
function blocksOf(heading: string): string[] {
  const [, section = ''] = PAGE.split(`\n## ${heading}\n`);
  const [text = ''] = section.split('\n## ');
  return [...text.matchAll(/^( *)```sh\n([\s\S]*?)^ *```$/gm)].map(([, indent = '', block = '']) =>
    block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );
}

/**
 * The page uses Docker. The test uses podman with an older compose that cannot wait, and types no password.
 */
const DOCKER = `
docker() {
  if [ "$1" != compose ]; then podman "$@"; return; fi
  shift
  local wait= args=()
  for arg in "$@"; do
    if [ "$arg" = --wait ]; then wait=1; else args+=("$arg"); fi
  done
  case "\${args[*]}" in
    up|'up '*) [[ " \${args[*]} " = *' -d '* ]] || args=(up -d "\${args[@]:1}");;
    *'cli account add'*|*'cli authorize'*)
      args=(run --rm -T "\${args[@]:2}" --password-file -)
      printf secret-of-luca | docker-compose "\${args[@]}"
      return;;
  esac
  docker-compose "\${args[@]}"
  if [ -n "$wait" ]; then
    for i in $(seq 60); do docker-compose run --rm -T cli health && return; sleep 1; done
    return 1
  fi
}
kubectl() {
  command kubectl "$@" --dry-run=client -o name
}
`;

const home = mkdtempSync(join(tmpdir(), 'gatepost-production-'));
/** Compose names a project after its directory. */
const dir = join(home, 'gatepost');
const PORTS = [
  ...['POLICY', 'CREDENTIAL', 'OTP', 'PASSKEY', 'SAML', 'TRUST_STORE', 'EDGE', 'FORWARD_AUTH'],
  'PORTAL',
];

async function run(block: string): Promise<string> {
  const env: Record<string, string | undefined> = { ...ENVIRONMENT, GATEPOST_IMAGE: IMAGE };
  PORTS.forEach((name, i) => {
    env[`GATEPOST_${name}_PORT`] = `${17_301 + i}`;
  });
  const script = `set -euo pipefail\n${DOCKER}\n${block}`;
  const options = { cwd: dir, env, maxBuffer: 64 << 20 };
  const { stdout, stderr } = await promisify(execFile)('bash', ['-c', script], options);
  return stdout + stderr;
}

const DOCUMENT = `domain: a.tld
networks: { office: [203.0.113.0/24] }
rules: [{ name: office, from: [office], require: password }]
`;

beforeAll(async () => {
  mkdirSync(dir);
  // The command line writes there as another user.
  chmodSync(home, 0o755);
  chmodSync(dir, 0o777);
  for (const name of ['docker-compose.yml', 'deploy']) {
    cpSync(join(packageRoot, name), join(dir, name), {
      recursive: true,
      filter: (path) => !path.endsWith('/files'),
    });
  }
  writeFileSync(join(dir, 'a.tld.yaml'), DOCUMENT);
  writeFileSync(join(dir, 'gatepost'), `#!/bin/sh\nexec "${packageRoot}/gatepost" "$@"\n`, {
    mode: 0o755,
  });
  for (const tag of ['gatepost:0.1.0', 'gatepost:0.2.0']) {
    await podman('tag', IMAGE, `localhost/${tag}`, `docker.io/library/${tag}`);
  }
});
afterAll(async () => {
  await run('docker compose down -v --remove-orphans -t 5');
  await podman('volume', 'rm', '-f', 'gatepost_authority');
  rmSync(home, { recursive: true, force: true });
});

describe('docs/production.md, with compose', () => {
  const [start = '', certificate = '', letIn = '', renew = ''] = blocksOf('With docker compose');

  it('starts from nothing', async () => {
    expect(await run(start)).toMatch(/policy +.*SERVING/);
  });

  it('gives a front-end its certificate', async () => {
    await run(certificate);
    expect(readFileSync(join(dir, 'mail.crt'), 'utf8')).toContain('BEGIN CERTIFICATE');
  });

  it('writes the rules and lets people in', async () => {
    expect(await run(letIn)).toMatch(/ALLOW/);
  });

  it('issues a certificate again, which the service uses without a restart', async () => {
    const inVolume = async (volume: string, ...path: string[]) => {
      const at = await podman('volume', 'inspect', '-f', '{{.Mountpoint}}', `gatepost_${volume}`);
      return join(at.trim(), ...path);
    };
    const file = await inVolume('credential', 'tls', 'tls.crt');
    const before = readFileSync(file, 'utf8');
    // A missing certificate is made, and so is one that expires soon.
    rmSync(await inVolume('authority', 'certificates', 'service-credential.crt'));
    const started = () => run("podman inspect -f '{{.State.StartedAt}}' gatepost_credential_1");
    const since = await started();
    await run(renew);
    expect(readFileSync(file, 'utf8')).not.toBe(before);
    expect(await run('docker compose up -d --wait && docker compose run --rm cli health')).toMatch(
      /SERVING/,
    );
    expect(await started()).toBe(since);
  });

  it('is upgraded, and decides as before', async () => {
    const [upgrade = ''] = blocksOf('Upgrade');
    await run(upgrade);
    const image = await run("podman inspect -f '{{.ImageName}}' gatepost_policy_1");
    expect(image).toContain('gatepost:0.2.0');
    expect(await run(letIn.replace(/^docker compose run --rm cli account add.*\n/m, ''))).toMatch(
      /ALLOW/,
    );
  });

  it('is backed up, and restored on an empty machine', async () => {
    const [backup = '', restore = ''] = blocksOf('Backup and restore');
    const keep = `docker compose run --rm -T -v "$PWD:/work" cli audit verify --keep /work/kept.checkpoint`;
    const often = { everyMs: 3000 };
    await until(
      'the record has some',
      async () => expect(await run(keep)).toMatch(/events +[1-9]/),
      often,
    );
    await run(backup);
    await run('docker compose down -v -t 5');
    const said = await run(restore);
    expect(said).toContain('nothing was changed');
    expect(said).toContain('kept');
  });
}, 400_000);

describe('docs/production.md, with Kubernetes', () => {
  it('makes the secrets of the production overlay', async () => {
    const [make = ''] = blocksOf('With Kubernetes');
    for (const name of ['postgres-ca.crt', 'nats-ca.crt']) writeFileSync(join(dir, name), 'ca');
    const said = await run(make);
    for (const name of [
      'policy',
      'credential',
      'otp',
      'passkey',
      'saml',
      'trust-store',
      'audit',
      'edge',
      'portal',
    ]) {
      expect(said).toContain(`secret/${name}-secrets`);
    }
  });
});
