import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../../libs/testing/until.js';
import { type Suite, startSuite } from '../suite/start-suite.js';
import { startLoad } from './rolling-load.js';
import { type Collector, startCollector } from './span-collector.js';

let collector: Collector;
let suite: Suite;
beforeAll(async () => {
  collector = await startCollector();
  suite = await startSuite({ traces: collector.url, processes: true });
  const load = await startLoad(suite, 2);
  await until('some logins are decided', () => expect(load.answers.length).toBeGreaterThan(5));
  await load.stop();
});
afterAll(async () => {
  await suite?.close();
  collector.close();
});

async function metricsOf(service: string): Promise<string> {
  const { replicas } = suite.installation.plan;
  const port = replicas.find((replica) => replica.service === service)?.metricsPort;
  return (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
}

it('counts decisions by service, decision and reason', async () => {
  const text = await metricsOf('policy');
  expect(text).toMatch(
    /^gatepost_decisions_total\{service="Imap",decision="ALLOW",reason="RULE_SATISFIED",gatepost_service="policy"\} [1-9]/m,
  );
  expect(text).toMatch(/^grpc_server_handling_seconds_bucket\{.*method="Authorize"/m);
});

it('reports how far each sink is, and when certificates expire', async () => {
  await until('the record has some', async () =>
    expect(await metricsOf('policy')).toMatch(
      /^gatepost_outbox_position\{sink="record",gatepost_service="policy"\} [1-9]/m,
    ),
  );
  const text = await metricsOf('policy');
  const [, ends] =
    /^gatepost_tls_certificate_expires_seconds\{certificate="own".*\} (\d+)$/m.exec(text) ?? [];
  const days = (Number(ends) - Date.now() / 1000) / 86_400;
  expect(days).toBeGreaterThan(89);
  expect(days).toBeLessThan(91);
  expect(text).toMatch(/^gatepost_ready\{.*\} 1$/m);
});

it('shows every hop of a login as one trace, with no secret in it', async () => {
  const HOPS = [
    ['policy', 'gatepost.policy.v1.AuthorizationService/Authorize'],
    ['credential', 'gatepost.credential.v1.CredentialService/VerifyPassword'],
  ] as const;
  await until('some logins are there as a whole', () => {
    const { spans } = collector;
    const whole = spans.filter((asked) => {
      const [[, authorize], [service, rpc]] = HOPS;
      if (asked.name !== authorize || asked.service !== 'policy') return false;
      const within = (parent: string) =>
        spans.filter((s) => s.traceId === asked.traceId && s.parentSpanId === parent);
      const asking = within(asked.spanId).find(({ kind, name }) => kind === 3 && name === rpc);
      return asking && within(asking.spanId).some((s) => s.kind === 2 && s.service === service);
    });
    expect(whole.length).toBeGreaterThan(3);
  });
  await until('trust-store has sent its own', () =>
    expect(new Set(collector.spans.map(({ service }) => service))).toContain('trust-store'),
  );
  expect(collector.received()).not.toMatch(/a\.tld|203\.0\.113|198\.51\.100/);
});
