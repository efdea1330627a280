import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  type NoteVerifier,
  openCheckpoint,
  parseWitnessKey,
  verifyConsistency,
} from '../../../libs/merkle/index.js';

/** A witness of one log, after C2SP tlog-witness and tlog-cosignature. */
export interface WitnessServer {
  readonly url: string;
  readonly key: NoteVerifier;
  /** What it cosigned last. */
  latest: { size: number; root: Buffer };
  /** Answers instead of the witness. */
  answer: ((response: ServerResponse) => void) | undefined;
  /** The old sizes it was asked with. */
  readonly asked: number[];
  close(): Promise<void>;
}

/** @param log whose checkpoints it cosigns, under keys that may be known later */
export async function startWitness(
  name: string,
  log: () => { origin: string; verifiers: readonly NoteVerifier[] },
): Promise<WitnessServer> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x as string, 'base64url');
  const typed = Buffer.concat([Buffer.of(4), raw]);
  const id = createHash('sha256').update(`${name}\n`).update(typed).digest().subarray(0, 4);
  const witness = {
    key: parseWitnessKey(`${name}+${id.toString('hex')}+${typed.toString('base64')}`),
    latest: { size: 0, root: Buffer.alloc(0) } as WitnessServer['latest'],
    answer: undefined as WitnessServer['answer'],
    asked: [] as number[],
  };

  /** The message of a cosignature at a time in s, signed. */
  function cosign(note: string, seconds: number): string {
    const body = note.slice(0, note.lastIndexOf('\n\n') + 1);
    const signature = sign(
      null,
      Buffer.from(`cosignature/v1\ntime ${seconds}\n${body}`),
      privateKey,
    );
    const time = Buffer.alloc(8);
    time.writeBigUInt64BE(BigInt(seconds));
    return `\u2014 ${name} ${Buffer.concat([id, time, signature]).toString('base64')}\n`;
  }

  function addCheckpoint(body: string): { status: number; type?: string; said: string } {
    const split = body.indexOf('\n\n');
    const [first = '', ...lines] = body.slice(0, split).split('\n');
    const oldSize = Number(/^old (\d+)$/.exec(first)?.[1]);
    const note = body.slice(split + 2);
    witness.asked.push(oldSize);
    const checkpoint = openCheckpoint(note, log());
    const { size, root } = checkpoint;
    const { latest } = witness;
    if (oldSize !== latest.size) {
      return { status: 409, type: 'text/x.tlog.size', said: `${latest.size}\n` };
    }
    const path = lines.map((line) => Buffer.from(line, 'base64'));
    const firstRoot = latest.size === 0 ? Buffer.alloc(32) : latest.root;
    const proof = { first: oldSize, second: size, firstRoot, secondRoot: root, path };
    if (!verifyConsistency(proof)) return { status: 422, said: 'not consistent\n' };
    witness.latest = { size, root };
    return { status: 200, said: cosign(note, 1_800_000_000) };
  }

  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (request.method !== 'POST' || request.url !== '/w/add-checkpoint') {
      response.writeHead(404).end();
    } else if (witness.answer !== undefined) {
      witness.answer(response);
    } else {
      const { status, type = 'text/plain', said } = addCheckpoint(body);
      response.writeHead(status, { 'content-type': type }).end(said);
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return Object.assign(witness, {
    url: `http://127.0.0.1:${port}/w/`,
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  });
}
