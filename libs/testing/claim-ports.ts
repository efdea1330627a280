import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';

/** The number of ports in a claim. */
export const CLAIM_SPAN = 400;
/**
 * Below the ports that systems use for outgoing connections, which could take one at any moment.
 */
const FIRST_PORT = 10_000;
const CLAIMS = 55;

/** Ports that no other process on this machine uses, provided that it claims its ports too. */
export interface PortClaim {
  /** The first of `CLAIM_SPAN` ports; the last of them is used by the claim itself. */
  readonly base: number;
  release(): void;
}

/**
 * Claims a span of ports by holding its last port open. So only one of two processes that want the
 * same span gets it, and keeps it between choosing a port and a program listening on it, and while
 * that program restarts. The claim lasts until it is released or this process ends.
 *
 * @param isFree whether a span can be used. Default: nobody listens on any of its ports now.
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

/** A port of this process's own claim, for a program that a test starts. No port is given twice. */
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
