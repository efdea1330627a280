import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureCertificates, type Role } from '../../certificates/index.js';
import { createLog, type Log } from '../../log/index.js';
import { createMetrics } from '../../telemetry/index.js';
import { connect, openTls, type Peer, type Service, serve } from '../index.js';
import type { TlsMaterial } from '../tls/tls-source.js';

/** One entry of an allow-list, as a test writes it. Without RPCs there is no entry. */
export interface TestCaller {
  readonly role: Role;
  readonly name: string;
  readonly rpcs: readonly string[];
  readonly domains: readonly string[];
}

/** A service's RPCs over real gRPC with mutual TLS, and callers that each have a certificate. */
export interface Served {
  readonly port: number;
  as(name: string): Peer;
  /** A caller's certificate, for a test that connects by itself. */
  tlsOf(name: string): TlsMaterial;
  /** Every line that was logged so far. */
  readonly lines: readonly string[];
  close(): Promise<void>;
}

/**
 * Serves what `assemble` returns, and connects each of the callers to it.
 * @param options.assemble gets the log and a directory that is removed with the service
 */
export async function serveToCallers(options: {
  service: string;
  callers: readonly TestCaller[];
  assemble(log: Log, dir: string): readonly Service[] | Promise<readonly Service[]>;
}): Promise<Served> {
  const { service, callers } = options;
  const dir = mkdtempSync(join(tmpdir(), `gatepost-${service}-`));
  const identities = [{ role: 'service' as const, name: service }, ...callers];
  const certificates = await ensureCertificates({ dir, identities, now: Date.now() });
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createLog({ service, level: 'debug', destination });
  const access = join(dir, 'access.yaml');
  writeFileSync(access, allowListOf(callers));
  const serverTls = await openTls({ files: certificates.filesOf('service', service), log });
  const server = await serve({
    listen: { host: '127.0.0.1', port: 0 },
    tls: serverTls,
    access,
    services: await options.assemble(log, dir),
    log,
    metrics: createMetrics({ service, process: false }),
    ready: () => true,
    deadlines: { default: 5_000, max: 30_000 },
  });
  const peers = new Map<string, Peer>();
  const shown = new Map<string, TlsMaterial>();
  const closing: (() => unknown)[] = [];
  for (const { role, name } of callers) {
    const tls = await openTls({ files: certificates.filesOf(role, name), log });
    const targets = [`127.0.0.1:${server.port}`];
    const peer = connect({ targets, tls, expect: `spiffe://gatepost/service/${service}` });
    closing.push(
      () => peer.close(),
      () => tls.close(),
    );
    peers.set(name, peer);
    shown.set(name, tls.current());
  }
  const ofCaller = <T>(known: ReadonlyMap<string, T>, name: string): T => {
    const found = known.get(name);
    if (found === undefined) throw new TypeError(`no caller is called ${name}`);
    return found;
  };
  return {
    port: server.port,
    as: (name) => ofCaller(peers, name),
    tlsOf: (name) => ofCaller(shown, name),
    lines,
    async close() {
      for (const close of closing) await close();
      await server.stop(1_000);
      serverTls.close();
      rmSync(dir, { recursive: true });
    },
  };
}

/** Written as JSON, which is YAML too. */
function allowListOf(callers: readonly TestCaller[]): string {
  const listed = callers.filter(({ rpcs }) => rpcs.length > 0);
  const lines = listed.map(({ role, name, rpcs, domains }) => ({
    identity: `spiffe://gatepost/${role}/${name}`,
    rpcs,
    domains,
  }));
  return JSON.stringify({ callers: lines });
}
