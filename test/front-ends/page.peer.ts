import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'otplib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../libs/config/index.js';
import { until } from '../../libs/testing/until.js';
import { requestOf } from '../../services/edge/testing/open-envoy.js';
import { readPage } from './read-page.js';
import { type Apart, mustBeApart } from './servers/apart.js';
import { ELSEWHERE, LUCA, OFFICE, openUnprotected, PASSWORD } from './servers/unprotected.js';

/** Follows docs/front-ends.md block by block, as an administrator with Debian's Dovecot and nginx. */
const page = readPage('front-ends.md');
const SEED = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

const wanted = process.env.FRONT_ENDS_WITHOUT_PAGE !== '1';
if (wanted) mustBeApart();
const dir = mkdtempSync(join(tmpdir(), 'gatepost-page-'));
const file = (name: string, text: string, mode = 0o644) => {
  writeFileSync(join(dir, name), text, { mode });
};
const running = new Map<string, ChildProcess>();
let apart: Apart;

/** Runs a block, which must succeed. */
async function follow(words: string): Promise<string> {
  return done(page.block(words));
}
async function done(script: string): Promise<string> {
  const { code, said } = await apart.run(script);
  if (code !== 0) throw new Error(`${script}\nended with ${code}:\n${said}`);
  return said;
}
/** Starts a block and leaves it running. */
function leave(words: string): void {
  const child = apart.start(page.block(words).trim());
  child.stdout?.resume();
  child.stderr?.resume();
  running.set(words, child);
}
async function stop(words: string): Promise<void> {
  const child = running.get(words);
  running.delete(words);
  if (child === undefined || child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  await gone;
}
const serves = (command: string) =>
  until(`${command} ends well`, async () => expect((await apart.run(command)).code).toBe(0));

/** How a real sign-in by curl from an address ends. */
async function signIn(from: string, { port = 143, password = PASSWORD } = {}): Promise<string> {
  const url = `imap://127.0.0.1:${port}/`;
  const { code, said } = await apart.run(
    `curl -sSv -m 20 --interface ${from} -u ${LUCA}:${password} ${url} 2>&1`,
  );
  if (code === 0) return 'allowed';
  return /\[UNAVAILABLE\]/.test(said) ? 'unavailable' : (/A002 (NO .*)/.exec(said)?.[1] ?? said);
}
const web = (from: string, more = '') =>
  done(`curl -sS -i -m 20 --interface ${from} -u ${LUCA}:${PASSWORD} ${more}`);

beforeAll(async () => {
  for (const name of ['deploy', 'dist']) symlinkSync(join(packageRoot, name), join(dir, name));
  file(
    'gatepost',
    `#!/bin/sh\n[ "$1" = authorize ] && set -- "$@" --password-file luca.txt\nexec "${packageRoot}/gatepost" "$@"\n`,
    0o755,
  );
  apart = await openUnprotected(dir);
});
afterAll(async () => {
  await apart?.run('doveadm stop || true; nginx -s stop || true');
  for (const words of [...running.keys()].reverse()) await stop(words);
  apart?.close();
  rmSync(dir, { recursive: true, force: true });
});

describe.runIf(wanted)('before', () => {
  it('Dovecot and nginx let in from everywhere whom Dovecot knows, and nobody else', async () => {
    for (const port of [143, 1143]) {
      expect(await signIn(ELSEWHERE, { port })).toBe('allowed');
      expect(await signIn(ELSEWHERE, { port, password: 'wrong' })).toMatch(/^NO /);
    }
  });

  it('Gatepost has the rules, and the password as it was', async () => {
    leave('./gatepost up');
    await serves('./gatepost health');
    file('a.tld.yaml', page.block('domain: a.tld'));
    expect(await follow('policy apply')).toMatch(/ALLOW/);
    expect((await apart.run(`./gatepost authorize ${LUCA} Imap ${ELSEWHERE}`)).said).toMatch(
      /DENY/,
    );
  });

  it('edge is there', async () => {
    await follow('mkdir -m 700 edge');
    leave('node dist/services/edge/main.js');
    await serves(page.block('health --of'));
    await done(`curl -sS --interface ${ELSEWHERE} http://127.0.0.1:7220/ -H "X-Gatepost-Secret: $(cat edge/nginx.secret)" \
      -H 'Client-IP: ${OFFICE}' -H 'Auth-Method: plain' -H 'Auth-Protocol: imap' -H 'Auth-User: ${LUCA}' -H 'Auth-Pass: x'`);
    await until('the record has it', async () =>
      expect(await follow('address-claimed')).toContain(OFFICE),
    );
  });
});

describe.runIf(wanted)('Dovecot', () => {
  it('asks Gatepost, and nobody else', async () => {
    await follow('apt-get install dovecot-auth-lua');
    const passdbs = (await follow('doveconf -n passdb')).match(/driver = \w+/g);
    expect(passdbs).toEqual(['driver = lua']);
    await follow('doveadm reload');
    await serves(page.block('rip=203.0.113.5'));
    const elsewhere = await apart.run(page.block('rip=198.51.100.7'));
    expect(elsewhere).toMatchObject({ code: 77, said: expect.stringContaining('auth failed') });
    const [, reason = ''] = page.block('Info: gatepost:').split('Info: ');
    expect(await done('cat dovecot.log')).toContain(reason.trim());
  });

  it('lets in by the rules', async () => {
    expect(await signIn(OFFICE)).toBe('allowed');
    expect(await signIn(OFFICE, { password: 'wrong' })).toMatch(/^NO \[AUTHENTICATIONFAILED\]/);
    expect(await signIn(ELSEWHERE)).toMatch(/^NO \[AUTHENTICATIONFAILED\]/);
  });

  it('ends sessions with the trust that carried them', async () => {
    await follow('doveadm-key.conf');
    file('luca.uri', `otpauth://totp/x:${LUCA}?secret=${SEED}&issuer=x`, 0o600);
    await done(`./gatepost otp import ${LUCA} --uri-file luca.uri`);
    const url = `http://127.0.0.1:7230/WebUI -H "X-Gatepost-Secret: $(cat edge/web.secret)" -H 'X-Forwarded-For: ${ELSEWHERE}'`;
    const asked = await web('127.0.0.1', url);
    const missing = JSON.parse(page.block('"missing"'));
    missing.authenticators = [{ id: expect.any(String), label: expect.any(String) }];
    expect(asked).toMatch(/^HTTP\/1\.1 401 /);
    expect(JSON.parse(asked.slice(asked.indexOf('{')))).toEqual(missing);
    const code = await generate({ secret: SEED });
    const signed = `${url} -H 'X-Gatepost-Otp: ${code}' -H 'X-Gatepost-Remember: ip=86400'`;
    expect(await web('127.0.0.1', signed)).toMatch(/^HTTP\/1\.1 200 /);
    expect(await signIn(ELSEWHERE)).toBe('allowed');
    const session = apart.start(`node idle.mjs ${ELSEWHERE}`);
    let heard = '';
    session.stdout?.on('data', (text) => {
      heard += text;
    });
    await until('it idles', () => expect(heard).toContain('+ idling'));
    await done(`./gatepost trust revoke ${LUCA} --address ${ELSEWHERE}`);
    await until('it is ended', () => expect(heard).toContain('* BYE'));
    session.kill();
    expect(await signIn(ELSEWHERE)).toMatch(/^NO \[AUTHENTICATIONFAILED\]/);
  });

  it('is unavailable while Gatepost is down, and can go back', async () => {
    await stop('./gatepost up');
    expect(await signIn(OFFICE)).toBe('unavailable');
    await stop('node dist/services/edge/main.js');
    expect(await signIn(OFFICE)).toBe('unavailable');
    await follow('!include gatepost.conf$/d');
    await until('it is let in', async () => expect(await signIn(ELSEWHERE)).toBe('allowed'));
  });
});

describe.runIf(wanted)('nginx', () => {
  it('asks Gatepost, and takes people to the mail server', async () => {
    leave('./gatepost up');
    leave('node dist/services/edge/main.js');
    await serves('./gatepost health');
    await follow('dovecot/behind-nginx.conf');
    // Removes the old block, as the administrator would.
    await done(`sed -i '/^mail {/,/^}/d' /etc/nginx/own.conf`);
    await follow('libnginx-mod-mail');
    await follow(' proxy_protocol;$');
    await follow('nginx -t\nnginx -s reload');
    const port = 1143;
    await until('it is refused', async () =>
      expect(await signIn(ELSEWHERE, { port })).toMatch(/^NO .*Sign-in to this service/),
    );
    expect(await signIn(OFFICE, { port })).toBe('allowed');
    expect(await signIn(OFFICE, { port, password: 'wrong' })).toMatch(
      /^NO \[AUTHENTICATIONFAILED\]/,
    );
  });

  it('asks Gatepost before the web, too', async () => {
    await follow('deploy/front-ends/nginx/http.conf');
    const dav = 'http://127.0.0.1:8443/dav/';
    await until('it is let in', async () =>
      expect(await web(OFFICE, dav).catch(String)).toContain(`in as ${LUCA}`),
    );
    expect(await web(ELSEWHERE, dav)).toMatch(/^HTTP\/1\.1 403 /);
  });

  it('and knows a web proxy by its certificate', async () => {
    await follow('deploy certificate front-end/envoy');
    const message = requestOf('envoy.binpb');
    const prefix = Buffer.alloc(5);
    prefix.writeUInt32BE(message.length, 1);
    writeFileSync(join(dir, 'check'), Buffer.concat([prefix, message]));
    const check = (as: string) =>
      done(`curl -sS -m 20 --http2 --cacert ${as}/ca.crt --cert ${as}/${as}.crt --key ${as}/${as}.key \
        -H 'Content-Type: application/grpc' -H 'TE: trailers' --data-binary @check -D - -o /dev/null \
        https://127.0.0.1:7260/envoy.service.auth.v3.Authorization/Check`);
    expect(await check('envoy')).toMatch(/^grpc-status: 0/m);
    // edge.access.yaml does not allow Traefik: PERMISSION_DENIED.
    expect(await check('traefik')).toMatch(/^grpc-status: 7/m);
  });
});

describe.runIf(wanted)('Gatepost is down', () => {
  it('and nobody is let in, nor taken for someone with a wrong password', async () => {
    await stop('./gatepost up');
    for (const _ of ['without policy', 'without edge']) {
      expect(await signIn(OFFICE, { port: 1143 })).toMatch(/unavailable|internal server error/);
      expect(await web(OFFICE, 'http://127.0.0.1:8443/dav/')).toMatch(/^HTTP\/1\.1 503 /);
      await stop('node dist/services/edge/main.js');
    }
  });
});

it.runIf(wanted)('every block of the page was followed', () => {
  expect(page.unused()).toEqual([]);
});
