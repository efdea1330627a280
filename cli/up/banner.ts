import { formatTable } from '../output/table.js';
import { forwardAuthPort } from './installation/ports.js';
import type { Installation } from './installation/prepare-installation.js';
import { consoleUrl, pagesUrl } from './installation/service-config.js';
import { describeStream, type Stream } from './nats/choose-stream.js';

/** Says where everything listens, and what to try next. */
export function formatBanner(
  installation: Installation,
  {
    demo,
    stream,
    page,
    desk,
  }: { demo: boolean; stream: Stream; page?: string | undefined; desk?: string | undefined },
): string {
  const { layout, plan } = installation;
  const console = consoleUrl(plan);
  const rows = [
    ...plan.replicas.map(({ name, port, metricsPort }) => [
      name,
      `127.0.0.1:${port}`,
      `http://127.0.0.1:${metricsPort}/metrics`,
    ]),
    ...plan.replicas
      .filter(({ service }) => service === 'edge')
      .map(({ port }) => ['forward auth', `http://127.0.0.1:${forwardAuthPort(port)}`, '']),
    ['sign-in page', pagesUrl(plan), ''],
    ...(console === undefined ? [] : [['console', console, '']]),
    ['postgres', `127.0.0.1:${plan.postgres}`, ''],
  ];
  const where = process.env.GATEPOST_HOME === undefined && layout.home.endsWith('/.gatepost');
  const prefix = where ? './gatepost' : `GATEPOST_HOME=${layout.home} ./gatepost`;
  const next = demo ? DEMO_NEXT : NEXT;
  return [
    '',
    formatTable(['what', 'gRPC, mutual TLS', 'metrics'], rows),
    '',
    `Live stream of events: ${describeStream(stream, plan.nats)}`,
    ...(page === undefined
      ? []
      : [`Single sign-on of campus.example, to try with a browser: ${page}`]),
    ...(desk === undefined
      ? [`People sign in at ${pagesUrl(plan)}/`]
      : [
          `Play luca: ${desk}/ shows his password, the code on his phone and his mail program.`,
          `Sign in as luca at ${pagesUrl(plan)}/ and trust the address: his mail program is let in.`,
        ]),
    `Data, keys, certificates and logs: ${layout.home}`,
    'In another terminal:',
    ...next.map((line) => `  ${prefix} ${line}`),
    '',
    'Ctrl-C stops everything.',
  ].join('\n');
}

const NEXT = ['health', 'policy apply my-domain.yaml', 'account add me@my-domain', '--help'];

const DEMO_NEXT = [
  'policy get acme.example',
  'policy matrix acme.example',
  'audit query --decision DENY',
  'audit verify',
  '--help',
];
