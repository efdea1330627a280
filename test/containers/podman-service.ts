import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ENVIRONMENT, podman, SOCKET } from './podman.js';

/** Runs the podman service that docker-compose talks to, and the health checks. Returns what ends both. */
export default async function startPodmanService(): Promise<() => Promise<void>> {
  mkdirSync('/run/gatepost-containers', { recursive: true });
  const options = { stdio: 'ignore' as const, env: ENVIRONMENT, detached: true };
  const service = spawn('podman', ['system', 'service', '--time=0', `unix://${SOCKET}`], options);
  const ticker = spawn('sh', ['test/containers/tick-health.sh', '2'], options);
  for (let tries = 0; tries < 50; tries += 1) {
    const answer = await podman('--remote', '--url', `unix://${SOCKET}`, 'version').catch(() => '');
    if (answer !== '') break;
    await sleep(200);
  }
  return async () => {
    await Promise.all([end(ticker), end(service)]);
  };
}

/** Ends a process and what it started. Each has a process group of its own. */
async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  const ended = once(child, 'exit');
  process.kill(-child.pid, 'SIGTERM');
  await ended;
}
