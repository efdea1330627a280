import { withinAbortScope } from '../../../libs/clock/index.js';
import { readAnswer } from '../../../libs/http/read-answer.js';
import {
  type Cosignature,
  type NoteVerifier,
  openCosignatures,
} from '../../../libs/merkle/index.js';
import type { Witness } from '../ports.js';

const TIMEOUT_MS = 10_000;

/**
 * A witness that speaks C2SP tlog-witness over HTTP.
 * @param witness.url its submission prefix, such as `https://witness.example`
 * @param witness.key as `parseWitnessKey` reads it; no other signature is taken from the witness
 */
export function witnessClient({ url, key }: { url: string; key: NoteVerifier }): Witness {
  const address = `${url.replace(/\/+$/, '')}/add-checkpoint`;
  return {
    name: key.name,
    async cosign({ oldSize, proof, note }) {
      const lines = proof.map((hash) => `${hash.toString('base64')}\n`);
      const body = `old ${oldSize}\n${lines.join('')}\n${note}`;
      const { status, type, text } = await withinAbortScope({ ms: TIMEOUT_MS }, async (signal) => {
        const answer = await fetch(address, { method: 'POST', body, redirect: 'error', signal });
        const type = answer.headers.get('content-type') ?? '';
        return { status: answer.status, type, text: await readAnswer(answer.body) };
      });
      if (status === 409 && type.split(';')[0] === 'text/x.tlog.size') return conflictOf(text);
      if (status !== 200) throw new Error(`the witness answered ${status}`);
      return { kind: 'cosigned', cosignature: cosignatureIn(note, text, key) };
    },
  };
}

/** The size that a witness cosigned last, in decimal. @throws Error if it is anything else */
function conflictOf(text: string): { kind: 'conflict'; size: number } {
  const [, digits] = /^(0|[1-9]\d{0,15})\n$/.exec(text) ?? [];
  const size = Number(digits);
  if (!Number.isSafeInteger(size)) throw new Error('the witness answered 409 without a size');
  return { kind: 'conflict', size };
}

/** @throws NoteError, Error if the answer is no cosignature of this witness on this checkpoint */
function cosignatureIn(note: string, answer: string, key: NoteVerifier): Cosignature {
  const text = note.slice(0, note.lastIndexOf('\n\n') + 2);
  const [cosignature] = openCosignatures(`${text}${answer}`, [key]);
  if (cosignature === undefined) throw new Error('the witness did not answer with its signature');
  return cosignature;
}
