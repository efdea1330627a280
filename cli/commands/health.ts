import { GatepostError } from '../../libs/errors/index.js';
import {
  ACCEPTING_HEALTH,
  OUTBOX_HEALTH,
  RECORD_HEALTH,
  SIGNING_HEALTH,
} from '../../libs/service/record-health.js';
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
  about: 'Show the health of every replica of every service.',
  details: `Exit 3 if a replica does not serve, the record does not accept the events in its outbox, sequence numbers
are missing in the record, an event was refused within a day, or checkpoints are not signed; exit 4 if a replica
cannot be reached. With --of, asks only the service of that configuration, on this machine, over gRPC and with its own
certificate. A probe should ask /readyz of the metrics port instead, which costs less.`,
  options: [{ flags: '--of <file>', about: "a service's own configuration file" }],
  examples: ['health', 'health --json', 'health --of /etc/gatepost/policy.yaml'],
  async run(session, _args, { of }) {
    if (of !== undefined) return probe(session, of);
    const { targets } = session.config();
    const asked = TARGETS.flatMap((target) =>
      (targets[target] ?? []).map(({ text: address }) => ({ target, address })),
    );
    const found = await Promise.all(asked.map((replica) => ask(session, replica)));
    const serving = found.filter(({ status }) => status === 'SERVING');
    const conditions = await Promise.all(
      serving.map(({ service, address }) => askConditions(session, service, address)),
    );
    found.push(...conditions.flat());
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

/**
 * Conditions that do not affect readiness but should be known: the service to ask, and the word
 * shown if the condition does not hold.
 */
const CONDITIONS = [
  {
    of: 'audit',
    name: RECORD_HEALTH,
    what: 'the record',
    good: 'COMPLETE',
    bad: 'NUMBERS_MISSING',
  },
  { of: 'audit', name: SIGNING_HEALTH, what: 'checkpoints', bad: 'NOT_SIGNED' },
  { of: 'audit', name: ACCEPTING_HEALTH, what: 'the record', bad: 'EVENT_REFUSED' },
  { name: OUTBOX_HEALTH, what: 'the outbox', bad: 'NOT_RECORDED' },
] as const;

/** The conditions of a replica to show. A replica of another version may not know one of them. */
async function askConditions(session: Session, service: string, address: string) {
  const target = TARGETS.find((each) => each === service.replace('-', ''));
  if (target === undefined) return [];
  const peer = await session.connections().replica(target, 'front-end', address);
  const asked = CONDITIONS.filter((each) => !('of' in each) || each.of === service);
  const said = await Promise.all(
    asked.map(async (each) => {
      const status = await checkHealth(peer, TIMEOUT_MS, each.name).catch(() => undefined);
      const good = 'good' in each ? each.good : undefined;
      if (status === 'SERVING') return { service: each.what, address, status: good };
      // If an older version does not know a condition, that is not a finding; the condition for
      // gaps in the record has always existed.
      if (status === undefined && good === undefined)
        return { service, address, status: undefined };
      return { service: each.what, address, status: status === undefined ? 'UNKNOWN' : each.bad };
    }),
  );
  return said.flatMap(({ status, ...rest }) => (status === undefined ? [] : [{ ...rest, status }]));
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
