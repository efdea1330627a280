import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { Client, credentials } from '@grpc/grpc-js';
import { connectByProto, type TlsFiles } from '../../test/suite/proto-client.js';
import { noises } from './noises.js';

/**
 * Which noise to make, and where. It runs in a thread of its own, so that the quiet client's thread
 * stays free.
 */
export interface NoiseParts {
  readonly index: number;
  readonly targets: Record<string, string[]>;
  readonly tls: { readonly webmail: TlsFiles; readonly 'corp-admin': TlsFiles; auditor: TlsFiles };
}

/** A client of audit's health that sends any octets it is given. */
function askHealth({ targets, tls: { auditor } }: NoiseParts) {
  const [ca, key, cert] = [auditor.ca, auditor.key, auditor.cert].map((file) => readFileSync(file));
  const tls = credentials.createSsl(ca ?? null, key, cert);
  const client = new Client(targets.audit?.[0] ?? '', tls, {
    'grpc.ssl_target_name_override': 'localhost',
    'grpc.max_send_message_length': -1,
  });
  const raw = (octets: Buffer) => octets;
  return (octets: Buffer) =>
    new Promise((resolve, reject) => {
      client.makeUnaryRequest('/grpc.health.v1.Health/Check', raw, raw, octets, (error, answer) =>
        error === null ? resolve(answer) : reject(error),
      );
    });
}

if (parentPort !== null) {
  const port = parentPort;
  const parts = workerData as NoiseParts;
  const all = noises({
    client: (_, name) =>
      connectByProto({ targets: parts.targets, tls: parts.tls[name as keyof NoiseParts['tls']] }),
    askHealth: askHealth(parts),
  });
  const noise = all[parts.index];
  if (noise === undefined) port.postMessage({ over: true });
  else {
    await noise.prepare?.();
    port.postMessage({ what: noise.what, quiet: noise.quiet });
    port.on('message', () => void noise.start());
  }
}
