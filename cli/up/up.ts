import { defineCommand } from '../define-command.js';
import { parseWhole } from '../input/durations.js';
import { usageError } from '../output/exit.js';
import { SERVICE_NAMES, type ServiceName } from './installation/services.js';
import { DEFAULT_PORT_BASE, type UpOptions } from './options.js';

export const up = defineCommand<UpOptions>({
  usage: 'up',
  about: 'Run a whole installation on this machine, until Ctrl-C.',
  details: `Runs embedded Postgres and every service as a process that is restarted when it dies. Makes certificates
at the first start. Everything is kept in one directory (--home, GATEPOST_HOME, or ./.gatepost) and is there again at
the next start.`,
  options: [
    { flags: '--demo', about: "make the demo's domains and people, and play their logins" },
    {
      flags: '--once',
      about: 'with --demo: end after the table, with 0 if all logins were decided as expected',
    },
    {
      flags: '--together',
      about: 'all services in one process: a third of the memory, and a sixth of the work to start',
    },
    {
      flags: '--port-base <port>',
      about: `first port (default: ${DEFAULT_PORT_BASE}); 400 ports from it on are used`,
      read: (text) => parseWhole(text, { min: 1024, max: 65_000 }),
    },
    {
      flags: '--relay <url>',
      about: 'send people mails about their accounts, by this relay: smtp://127.0.0.1:25',
      read: parseRelay,
    },
    {
      flags: '--replicas <service=n>',
      about: 'how many processes of a service; may be repeated',
      read: parseReplicas,
      many: true,
    },
  ],
  examples: [
    'up',
    'up --demo --together',
    'up --demo --once',
    'up --replicas policy=2 --port-base 8100',
  ],
  async run(session, _args, options) {
    if (options.once === true && options.demo !== true) throw usageError('--once needs --demo');
    // Everything that runs an installation is loaded only for this command.
    const { runUp } = await import('./run-up.js');
    return runUp(session, options);
  },
});

/** Plain text only on this machine; anywhere else TLS from the first octet. */
function parseRelay(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHere = url?.protocol === 'smtp:' && /^(localhost|127(\.\d+){3})$/.test(url.hostname);
  if (url === undefined || url.port === '' || (!isHere && url.protocol !== 'smtps:')) {
    throw usageError(`"${text}" is not a relay: give smtp://127.0.0.1:25, or smtps://host:465`);
  }
  return url;
}

/** With more replicas of a service, ports would collide. */
const MOST_REPLICAS = 9;

function parseReplicas(text: string): readonly [ServiceName, number] {
  const [name, count = ''] = text.split('=');
  const service = SERVICE_NAMES.find((known) => known === name);
  if (service === undefined) {
    throw usageError(`"${name}" is not a service: give one of ${SERVICE_NAMES.join(' ')}`);
  }
  return [service, parseWhole(count, { min: 1, max: MOST_REPLICAS })];
}
