import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';

/** How many ports a claim has. */
export const CLAIM_SPAN = 400;
/** Below the ports that systems give to outgoing connections, which could take one at any moment. */
const FIRST_PORT = 10_000;
const CLAIMS = 55;

/** Ports that nobody else on this machine uses who claims theirs, too. */
export interface PortClaim {
  /** The first of `CLAIM_SPAN` ports, of which the last is the claim's own. */
  readonly base: number;
  release(): void;
}

/**
 * Claims a span of ports: holds its last port open, so that of two who want the same span one gets
 * it, and keeps it between the moment a port is chosen and the moment a program listens on it, and
 * while that program is started again. Held until it is released, or this process ends.
 *
 * @param isFree whether a span would do; absent: nobody listens on any of its ports now.
 */
export async function claimPorts(isFree = nobodyListens): Promise<PortClaim> {
  for (let tries = 0; tries < 10 * CLAIMS; tries += 1) {
    const base = FIRST_PORT + CLAIM_SPAN * randomInt(CLAIMS);
    const guard = await listen(base + CLAIM_SPAN - 1);
    if (guard === undefined) continue;
    if (await isFree(base)) return { base, release: () => void guard.close() };
    guard.close();
  }
  throw new Error(`every span of ports from ${FIRST_PORT} on is claimed or in use`);
}

let claim: Promise<PortClaim> | undefined;
let given = 0;

/** A port of this process's own claim, for a program that a test starts. Each is given once. */
export async function claimPort(): Promise<number> {
  for (;;) {
    if (claim === undefined || given === CLAIM_SPAN - 1) {
      claim = claimPorts();
      given = 0;
    }
    const offset = given;
    given += 1;
    const port = (await claim).base + offset;
    if (await isFree(port)) return port;
  }
}

async function nobodyListens(base: number): Promise<boolean> {
  const ports = Array.from({ length: CLAIM_SPAN - 1 }, (_, offset) => base + offset);
  return (await Promise.all(ports.map(isFree))).every((free) => free);
}

async function isFree(port: number): Promise<boolean> {
  const server = await listen(port);
  if (server === undefined) return false;
  await new Promise((closed) => server.close(closed));
  return true;
}

function listen(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ host: '127.0.0.1', port }, () => resolve(server.unref()));
  });
}
