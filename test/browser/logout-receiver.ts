import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { makeSelfSigned } from '../../libs/certificates/index.js';

const DAY = 86_400_000;

/** An address that takes logout tokens for a client (OpenID Connect Back-Channel Logout 1.0, section 2.5). */
export interface LogoutReceiver {
  /** `https://localhost:<port>/back-channel` */
  readonly uri: string;
  /** The certificate of that address as a PEM file, for `NODE_EXTRA_CA_CERTS`. */
  readonly caFile: string;
  /** The tokens that came, in order. */
  readonly tokens: string[];
  /** Sets the status that it answers; 200 at first. */
  answers(status: number): void;
  close(): Promise<void>;
}

/** Listens on a free port with a certificate of its own. The caller closes it. */
export async function openLogoutReceiver(): Promise<LogoutReceiver> {
  const now = Date.now();
  const { certificate, privateKey } = await makeSelfSigned({
    ...{ name: 'localhost', bits: 2048, notBefore: now - DAY, notAfter: now + DAY },
  });
  const dir = mkdtempSync(join(tmpdir(), 'gatepost-receiver-'));
  const caFile = join(dir, 'ca.pem');
  writeFileSync(caFile, certificate);
  const tokens: string[] = [];
  let status = 200;
  const server = createServer({ cert: certificate, key: privateKey }, async (request, response) => {
    const token = new URLSearchParams(await text(request)).get('logout_token');
    if (status === 200) tokens.push(token ?? '');
    response.writeHead(status, { 'cache-control': 'no-store' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...{ uri: `https://localhost:${port}/back-channel`, caFile, tokens },
    answers(to) {
      status = to;
    },
    close: () =>
      new Promise((resolve) => {
        rmSync(dir, { recursive: true, force: true });
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
