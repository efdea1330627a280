import { X509Certificate } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureCertificates } from '../../certificates/index.js';
import { openTls, type RunningServer, type TlsSource } from '../index.js';
import { type Bench, echo, openBench } from '../testdata/echo.js';

let bench: Bench;
let tls: TlsSource;
let server: RunningServer;
beforeAll(async () => {
  bench = await openBench();
  tls = await openTls({ files: bench.certificates.filesOf('service', 'echo'), log: bench.log });
  server = await bench.startServer({ tls });
  bench.onClose(() => tls.close());
});
afterAll(() => bench.close());

const own = () => bench.certificates.filesOf('service', 'echo');
const fingerprint = (pem: Buffer) => new X509Certificate(pem).fingerprint256;

/** The certificate that a new connection is shown. */
function shown(): Promise<string> {
  const { ca, cert, key } = bench.certificates.filesOf('front-end', 'webmail');
  const [caPem, certPem, keyPem] = [ca, cert, key].map((file) => readFileSync(file));
  return new Promise((resolve, reject) => {
    const socket = connect({
      ...{ host: '127.0.0.1', port: server.port, servername: 'localhost' },
      ...{ ca: caPem, cert: certPem, key: keyPem, ALPNProtocols: ['h2'] },
    });
    socket.once('error', reject).once('secureConnect', () => {
      resolve(socket.getPeerCertificate().fingerprint256);
      socket.destroy();
    });
  });
}

it('shows a renewed certificate to new connections, and keeps those that are open', async () => {
  const targets = [`127.0.0.1:${server.port}`];
  const peer = await bench.peerAs('front-end', 'webmail', { targets });
  const say = () => peer.unary(echo.Say, { domain: 'a.tld', text: 'x' }, { deadlineMs: 60_000 });
  await say();
  const before = fingerprint(readFileSync(own().cert));
  expect(await shown()).toBe(before);

  rmSync(own().cert);
  await ensureCertificates({
    dir: bench.dir,
    identities: [{ role: 'service', name: 'echo' }],
    now: Date.now(),
  });
  await tls.check();
  const after = fingerprint(readFileSync(own().cert));
  expect(after).not.toBe(before);
  expect(await shown()).toBe(after);
  expect(await say()).toEqual({ text: 'x' });
});

it('keeps its certificate while the files do not belong together', async () => {
  const good = readFileSync(own().cert);
  writeFileSync(own().cert, readFileSync(bench.certificates.filesOf('service', 'other').cert));
  await tls.check();
  expect(await shown()).toBe(fingerprint(good));
  expect(bench.lines.join()).toContain('the old one stays in force');
});
