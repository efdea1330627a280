import { GatepostError } from '../../libs/errors/index.js';
import { RECORD_HEALTH } from '../../libs/service/record-health.js';
import { defineCommand } from '../define-command.js';
import { EXIT, type ExitCode } from '../output/exit.js';
import { tableOr } from '../output/output.js';
import { checkHealth } from '../session/check-health.js';
import { TARGETS } from '../session/client-config.js';
import { probeService } from '../session/probe-service.js';
import type { Session } from '../session/session.js';

const TIMEOUT_MS = 3_000;

export const health = defineCommand<{ readonly of?: string }>({
  usage: 'health',
  about: 'Ask every replica of every service how it is.',
  details: `Exit 3 if one does not serve or numbers are missing in the record, 4 if one cannot be reached. With --of, the one service of that
configuration is asked, here and with its own certificate: what a container's probe is to run.`,
  options: [{ flags: '--of <file>', about: "a service's own configuration file" }],
  examples: ['health', 'health --json', 'health --of /etc/gatepost/policy.yaml'],
  async run(session, _args, { of }) {
    if (of !== undefined) return probe(session, of);
    const { targets } = session.config();
    const asked = TARGETS.flatMap((target) =>
      (targets[target] ?? []).map(({ text: address }) => ({ target, address })),
    );
    const found = await Promise.all(asked.map((replica) => ask(session, replica)));
    for (const { service, address, status } of [...found]) {
      if (service === 'audit' && status === 'SERVING')
        found.push(await askRecord(session, address));
    }
    const rows = found.map(({ service, address, status }) => [service, address, status]);
    session.out.result(found, tableOr('no service', ['service', 'address', 'status'], rows));
    if (found.some(({ status }) => status === 'UNREACHABLE')) return EXIT.unreachable;
    return found.every(({ status }) => GOOD.has(status)) ? EXIT.ok : EXIT.finding;
  },
});

async function probe({ out }: Session, file: string): Promise<ExitCode> {
  const found = await probeService(file, TIMEOUT_MS);
  out.result(found, () => `${found.service}: ${found.status}`);
  if (found.status === 'UNREACHABLE') return EXIT.unreachable;
  return found.status === 'SERVING' ? EXIT.ok : EXIT.finding;
}

const GOOD = new Set(['SERVING', 'COMPLETE']);
const WORDS: Readonly<Record<string, string>> = {
  SERVING: 'COMPLETE',
  NOT_SERVING: 'NUMBERS_MISSING',
};

/** Whether a source's numbers came without a gap: that keeps nobody from being answered. */
async function askRecord(session: Session, address: string) {
  const peer = await session.connections().replica('audit', 'front-end', address);
  const said = await checkHealth(peer, TIMEOUT_MS, RECORD_HEALTH).catch(() => 'UNKNOWN');
  const status = WORDS[said] ?? said;
  return { service: 'the record', address, status };
}

async function ask(
  session: Session,
  { target, address }: { target: (typeof TARGETS)[number]; address: string },
) {
  const peer = await session.connections().replica(target, 'front-end', address);
  const service = target === 'truststore' ? 'trust-store' : target;
  try {
    await peer.connected(TIMEOUT_MS);
    return { service, address, status: await checkHealth(peer, TIMEOUT_MS) };
  } catch (error) {
    if (!(error instanceof GatepostError)) throw error;
    return { service, address, status: 'UNREACHABLE' };
  }
}
