import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { parseAddress } from '../../libs/config/index.js';
import { GatepostError } from '../../libs/errors/index.js';
import { connect } from '../../libs/grpc/client/connect.js';
import { identifyPeer } from '../../libs/grpc/peer-identity.js';
import { openTls } from '../../libs/grpc/tls/tls-source.js';
import { createLog } from '../../libs/log/index.js';
import { CliError } from '../output/exit.js';
import { checkHealth } from './check-health.js';

/**
 * Checks the health of the service of a configuration file, on this machine. The check uses the service's own
 * certificate, so the caller needs none.
 * @param waitMs for the connection, and again for the answer
 */
export async function probeService(
  file: string,
  waitMs: number,
): Promise<{ service: string; status: string }> {
  const { port, files } = readSettings(file);
  const { subjectAltName } = new X509Certificate(readFileSync(files.cert));
  const { uri, name } = identifyPeer(
    subjectAltName === undefined ? {} : { subjectaltname: subjectAltName },
  );
  const tls = await openTls({ files, log: createLog({ service: 'cli', level: 'silent' }) });
  const peer = connect({ targets: [`127.0.0.1:${port}`], tls, expect: uri });
  try {
    await peer.connected(waitMs);
    return { service: name, status: await checkHealth(peer, waitMs) };
  } catch (error) {
    if (!(error instanceof GatepostError)) throw error;
    return { service: name, status: 'UNREACHABLE' };
  } finally {
    peer.close();
    tls.close();
  }
}

/** Reads only what is needed here; the service itself has checked the rest. */
function readSettings(file: string) {
  const settings = parse(readFileSync(file, 'utf8')) as {
    listen?: string;
    tls?: Partial<Record<'ca' | 'cert' | 'key', string>>;
  };
  const address = parseAddress(settings.listen ?? '');
  const { ca, cert, key } = settings.tls ?? {};
  if (address === null || !ca || !cert || !key) {
    throw new CliError(`${file}: is not the configuration of a service`);
  }
  const at = (path: string) => resolve(dirname(file), path);
  return { port: address.port, files: { ca: at(ca), cert: at(cert), key: at(key) } };
}
