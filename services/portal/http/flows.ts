import type { Flow } from '../core/sign-in.js';
import type { Signer } from './signed.js';

const PURPOSE = 'flow';

/** As forms and addresses carry it; absent for a sign-in to the page itself. */
export function writeFlow(signer: Signer, flow: Flow): string | undefined {
  return flow.kind === 'portal' ? undefined : signer.sign(PURPOSE, flow);
}

/** Undefined for what is not ours. */
export function readFlow(signer: Signer, text: string | undefined): Flow | undefined {
  if (text === undefined || text === '') return { kind: 'portal' };
  return signer.verify(PURPOSE, text) as Flow | undefined;
}

/** The first page, for the same reason. */
export function firstPageOf(signer: Signer, flow: Flow): string {
  const text = writeFlow(signer, flow);
  return text === undefined ? '/sign-in' : `/sign-in?flow=${encodeURIComponent(text)}`;
}
