import { createHash } from 'node:crypto';
import type { Signer } from '../../../libs/web/index.js';
import type { Flow } from '../core/sign-in.js';

const PURPOSE = 'flow';

/** The flow as forms and addresses carry it. Absent for a sign-in to the page itself. */
export function writeFlow(signer: Signer, flow: Flow): string | undefined {
  return flow.kind === 'portal' ? undefined : signer.sign(PURPOSE, flow);
}

/**
 * Undefined if we did not sign the text, or if it belongs to another browser. So nobody can be made to sign in for a
 * request that someone else began.
 * @param browser the browser's cookie
 */
export function readFlow(
  signer: Signer,
  text: string | undefined,
  browser: string,
): Flow | undefined {
  if (text === undefined || text === '') return { kind: 'portal' };
  const flow = signer.verify(PURPOSE, text) as Flow | undefined;
  const isBound = flow?.kind === 'openid' || flow?.kind === 'self';
  return isBound && flow.browser !== nameOf(browser) ? undefined : flow;
}

/** The first page of a client's request. The browser is sent there before the request is tied to it. */
export function openidPageOf(
  signer: Signer,
  what: Pick<Extract<Flow, { kind: 'openid' }>, 'client' | 'uid' | 'act'>,
): string {
  return firstPageOf(signer, { kind: 'openid', ...what, browser: '' });
}

/** Ties a request to this browser, if the browser has the request's own cookie. */
export function bindFlow(
  signer: Signer,
  text: string,
  { browser, uid }: { browser: string; uid: string | undefined },
): Flow | undefined {
  const flow = signer.verify(PURPOSE, text) as Flow | undefined;
  if (flow?.kind !== 'openid' || flow.browser !== '' || flow.uid !== uid) return undefined;
  return { ...flow, browser: nameOf(browser) };
}

/** The page on which a person who is signed in proves again who they are. @param browser the browser's cookie */
export function selfPageOf(
  signer: Signer,
  browser: string,
  what: Omit<Extract<Flow, { kind: 'self' }>, 'kind' | 'browser'>,
): string {
  return firstPageOf(signer, { kind: 'self', ...what, browser: nameOf(browser) });
}

function nameOf(browser: string): string {
  return createHash('sha256').update(browser).digest('base64url');
}

/** The first page of a flow. */
export function firstPageOf(signer: Signer, flow: Flow): string {
  const text = writeFlow(signer, flow);
  return text === undefined ? '/sign-in' : `/sign-in?flow=${encodeURIComponent(text)}`;
}
