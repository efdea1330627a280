import { spawn, spawnSync } from 'node:child_process';

/*
 * The process between `up` and nats-server, which does not stop by itself when the process that
 * started it has ended. The keeper stops it when its own stdin ends. One argument: the server's
 * configuration.
 */

const server = ['nats-server', '-c', process.argv[2] ?? ''];
// On a system with death signals, nats-server does not outlive this process either.
const guard = ['setpriv', '--pdeathsig', 'TERM'];
const guarded = spawnSync('setpriv', ['--pdeathsig', 'TERM', 'true']).status === 0;
const [command = '', ...args] = guarded ? [...guard, ...server] : server;

const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
child.once('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
child.once('exit', (code) => process.exit(code ?? 1));
process.stdin.resume().once('end', () => child.kill('SIGTERM'));
process.once('SIGTERM', () => child.kill('SIGTERM'));
