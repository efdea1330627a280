import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { BinaryWriter } from '@bufbuild/protobuf/wire';
import { claimPort } from '../../libs/testing/claim-ports.js';
import { cpuSeconds } from '../policy-scale/watch.js';
import { openLoad, type TlsFiles } from './load.js';
import type { Peer } from './peer.js';

const NAME = `cerbos-${process.platform}-${process.arch}`;
// This code runs from dist/bench/login.
const PROGRAM = fileURLToPath(
  new URL(
    `../../../node_modules/.cache/cerbos/node_modules/@cerbos/${NAME}/${NAME}`,
    import.meta.url,
  ),
);
const CHECK = '/cerbos.svc.v1.CerbosService/CheckResources';

/** The rule of a network, as Cerbos writes it. */
const POLICY = `apiVersion: api.cerbos.dev/v1
resourcePolicy:
  resource: mailbox
  version: default
  rules:
    - actions: [Imap]
      effect: EFFECT_ALLOW
      roles: [user]
      condition: { match: { expr: 'P.attr.ip.inIPAddrRange("203.0.113.0/24")' } }
`;

/**
 * Cerbos with one policy, asked over TLS. It keeps no record. Undefined if it is not installed: `sh
 * bench/login/install-cerbos.sh`.
 */
export async function startCerbos({ ca, cert, key }: TlsFiles): Promise<Peer | undefined> {
  if (!existsSync(PROGRAM)) return undefined;
  const dir = mkdtempSync(join(tmpdir(), 'gatepost-cerbos-'));
  mkdirSync(join(dir, 'policies'));
  writeFileSync(join(dir, 'policies', 'mailbox.yaml'), POLICY);
  const [http, port] = [await claimPort(), await claimPort()];
  const config = {
    server: {
      httpListenAddr: `127.0.0.1:${http}`,
      grpcListenAddr: `127.0.0.1:${port}`,
      tls: { cert, key },
    },
    storage: { driver: 'disk', disk: { directory: join(dir, 'policies') } },
    telemetry: { disabled: true },
  };
  // JSON is YAML.
  writeFileSync(join(dir, 'config.yaml'), JSON.stringify(config));
  const args = ['server', '--config', join(dir, 'config.yaml'), '--log-level=error'];
  const child = spawn(PROGRAM, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const close = () => {
    child.kill('SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  };
  const octets = request();
  const isServing = () =>
    fetch(`http://127.0.0.1:${http}/_cerbos/health`).then(
      () => true,
      // It speaks TLS, so an answer that is no HTTP is one, too.
      ({ cause }) => cause?.code !== 'ECONNREFUSED',
    );
  for (let tries = 0; !(await isServing()); tries += 1) {
    if (tries > 300 || child.exitCode !== null) {
      close();
      throw new Error('Cerbos does not serve');
    }
    await sleep(100);
  }
  const load = openLoad(port, { ca, cert, key });
  return {
    async run(count, inFlight) {
      const before = cpuSeconds(child.pid ?? 0);
      const samples = await load.unary({
        ...{ path: CHECK, count, inFlight, request: () => octets },
        check: isAllowed,
      });
      return { samples, cpu: cpuSeconds(child.pid ?? 0) - before };
    },
    close() {
      load.close();
      close();
    },
  };
}

/** `cerbos.request.v1.CheckResourcesRequest`: may u1@a.tld, at an address of the network, use IMAP? */
function request(): Uint8Array {
  const address = new BinaryWriter().uint32(26).string('203.0.113.9').finish();
  const attribute = new BinaryWriter().uint32(10).string('ip').uint32(18).bytes(address).finish();
  const principal = new BinaryWriter()
    .uint32(10)
    .string('u1@a.tld')
    .uint32(26)
    .string('user')
    .uint32(34)
    .bytes(attribute)
    .finish();
  const resource = new BinaryWriter().uint32(10).string('mailbox').uint32(26).string('u1@a.tld');
  const entry = new BinaryWriter().uint32(10).string('Imap').uint32(18).bytes(resource.finish());
  return new BinaryWriter()
    .uint32(10)
    .string('1')
    .uint32(26)
    .bytes(principal)
    .uint32(34)
    .bytes(entry.finish())
    .finish();
}

// An entry of the map `actions`: the key Imap, the value EFFECT_ALLOW.
const ALLOWED = Buffer.from([10, 4, ...Buffer.from('Imap'), 16, 1]);

function isAllowed(answer: Uint8Array): void {
  if (!Buffer.from(answer).includes(ALLOWED)) throw new Error('Cerbos does not allow it');
}
