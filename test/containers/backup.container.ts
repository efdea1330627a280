import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { describeComposition } from './compose.js';
import { execute, IMAGE, podman } from './podman.js';

const FIRST = describeComposition({ project: 'gatepost-before' });
const SECOND = describeComposition({ project: 'gatepost-after' });
const dir = mkdtempSync(join(tmpdir(), 'gatepost-backup-'));
afterAll(async () => {
  await FIRST.remove();
  await SECOND.remove();
  rmSync(dir, { recursive: true, force: true });
});

const DOCUMENT = `domain: a.tld
networks: { office: [203.0.113.0/24] }
rules: [{ name: office, from: [office], require: password }]
`;

function applyAndLogIn() {
  return `cd /tmp && printf '%s' '${DOCUMENT}' > a.yaml && printf secret-of-luca > p
g() { gatepost --config /operator/client.yaml "$@"; }
g policy apply a.yaml && g account add luca@a.tld --password-file p
for i in 1 2 3; do g authorize luca@a.tld Imap 203.0.113.5 --password-file p; done`;
}

/** A shell with the command line, in an installation's network, with a place to write. */
function shell(project: string, script: string): Promise<string> {
  const mounts = [
    '-v',
    `${project}_operator:/operator:ro`,
    '-v',
    `${dir}:/backup`,
    '--tmpfs',
    '/tmp',
  ];
  const network = ['--network', `${project}_default`, '--user', '65532:65532'];
  return podman('run', '--rm', ...mounts, ...network, IMAGE, 'sh', '-euc', script);
}

/** As docs/production.md says. */
it('restores into an empty installation, and the record verifies there', async () => {
  await FIRST.up();
  await shell(FIRST.project, applyAndLogIn());
  await execute('chmod', ['0777', dir]);
  const verify = 'gatepost --config /operator/client.yaml audit verify';
  await expect
    .poll(() => shell(FIRST.project, `${verify} --keep /backup/kept`).catch(() => ''), {
      timeout: 90_000,
      interval: 3000,
    })
    .toMatch(/events +[1-9]/);

  const postgres = FIRST.container('postgres');
  await podman(
    'exec',
    '-u',
    'postgres',
    postgres,
    'pg_dump',
    '-Fc',
    '-f',
    '/tmp/gatepost.dump',
    'gatepost',
  );
  await podman('cp', `${postgres}:/tmp/gatepost.dump`, join(dir, 'gatepost.dump'));
  await podman(
    'run',
    '--rm',
    '--user',
    '0',
    ...authorityOf(FIRST.project),
    IMAGE,
    'tar',
    '-C',
    '/authority',
    '-cf',
    '/backup/authority.tar',
    '.',
  );
  await FIRST.compose('down', '-t', '5');

  await podman('volume', 'create', `${SECOND.project}_authority`);
  await podman(
    'run',
    '--rm',
    '--user',
    '0',
    ...authorityOf(SECOND.project),
    IMAGE,
    'tar',
    '-C',
    '/authority',
    '-xf',
    '/backup/authority.tar',
  );
  await SECOND.up('postgres');
  await SECOND.compose('run', '--rm', '-T', 'migrate');
  const restored = SECOND.container('postgres');
  await podman('cp', join(dir, 'gatepost.dump'), `${restored}:/tmp/gatepost.dump`);
  const options = ['--clean', '--if-exists', '--exit-on-error', '-d', 'gatepost'];
  await podman('exec', '-u', 'postgres', restored, 'pg_restore', ...options, '/tmp/gatepost.dump');
  await SECOND.up();

  const said = await shell(
    SECOND.project,
    `${verify} --against /backup/kept
printf secret-of-luca > /tmp/p
gatepost --config /operator/client.yaml authorize luca@a.tld Imap 203.0.113.5 --password-file /tmp/p`,
  );
  expect(said).toContain('nothing was changed');
  expect(said).toContain('kept');
  expect(said).toContain('ALLOW');
}, 400_000);

function authorityOf(project: string): string[] {
  return ['-v', `${project}_authority:/authority`, '-v', `${dir}:/backup`];
}
