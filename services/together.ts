// node dist/services/together.js --service <name>=<configuration file>... [--parent-pipe]
//
// Several services in one process, which takes a third of the memory and a sixth of the work to start, for a machine of
// one's own and for tests. They still talk over gRPC and mutual TLS. But if one is busy, the others wait, and if one
// ends, all end: in production each is a process.
import { readTogether } from '../libs/lifecycle/index.js';

/** Each runs when it is imported. In the order in which they start: those that others call first. */
const START = {
  audit: () => import('./audit/main.js'),
  'trust-store': () => import('./trust-store/main.js'),
  passkey: () => import('./passkey/main.js'),
  saml: () => import('./saml/main.js'),
  otp: () => import('./otp/main.js'),
  credential: () => import('./credential/main.js'),
  policy: () => import('./policy/main.js'),
  portal: () => import('./portal/main.js'),
  notice: () => import('./notice/main.js'),
  console: () => import('./console/main.js'),
  edge: () => import('./edge/main.js'),
};

try {
  const named = readTogether(process.argv.slice(2));
  const unknown = [...named.keys()].filter((name) => !(name in START));
  if (unknown.length > 0) throw new Error(`no service is called ${unknown.join(', ')}`);
  for (const [name, start] of Object.entries(START)) {
    if (named.has(name)) await start();
  }
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
