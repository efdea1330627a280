// Runs before anything that an older Node cannot parse, so it is plain, old JavaScript.
import { readFileSync } from 'node:fs';

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const needed = engines.node.replace('>=', '').split('.').map(Number);
const running = process.versions.node.split('.').map(Number);
const isOld = running[0] < needed[0] || (running[0] === needed[0] && running[1] < needed[1]);
if (isOld) {
  console.error(
    `gatepost: needs Node ${needed.join('.')} or newer, and this is ${process.versions.node}`,
  );
  process.exit(1);
}
