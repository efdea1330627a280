import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { packageRoot } from '../../../libs/config/index.js';
import { claimPort } from '../../../libs/testing/claim-ports.js';

/** A running server of another project. */
export interface Program {
  stop(): Promise<void>;
  /** Its output so far. */
  said(): string;
}

/** Starts a program in the foreground. Resolves when all of `ports` take connections. */
export async function startProgram(
  command: string,
  args: readonly string[],
  ports: readonly number[],
): Promise<Program> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said = `${said}${chunk}`.slice(-20_000);
    });
  }
  const program = { said: () => said, stop: () => stopChild(child) };
  try {
    for (const port of ports) await untilOpen(port, child, () => said);
  } catch (error) {
    await program.stop();
    throw error;
  }
  return program;
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await gone;
  clearTimeout(late);
}

async function untilOpen(port: number, child: ChildProcess, said: () => string): Promise<void> {
  for (let n = 0; n < 300; n += 1) {
    if (child.exitCode !== null) break;
    if (await isOpen(port)) return;
    await sleep(50);
  }
  throw new Error(`${child.spawnargs.join(' ')} does not listen on ${port}:\n${said()}`);
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** Claims ports for servers whose configuration says where they listen. */
export async function claimServerPorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) ports.push(await claimPort());
  return ports;
}

/**
 * A file of deploy/front-ends, with this machine's values put in place of the deployed ones.
 * @throws Error if a text to be replaced is not there
 */
export function deployed(file: string, changes: Readonly<Record<string, string>>): string {
  let text = readFileSync(join(packageRoot, 'deploy', 'front-ends', file), 'utf8');
  for (const [from, to] of Object.entries(changes)) {
    if (!text.includes(from)) throw new Error(`${file} does not say ${from}`);
    text = text.replaceAll(from, to);
  }
  return text;
}
