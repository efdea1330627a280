import type { Account } from '../../../libs/names/account.js';
import type { TrustParts } from '../ports.js';
import { revokeTrust } from './revoke-trust.js';

/** Ends a session at its holder's request. True if it held until now. Safe to repeat. */
export async function endSession(
  parts: Pick<TrustParts, 'store' | 'clock'>,
  request: {
    readonly account: Account;
    readonly sessionId: string;
    /** The certificate of the front-end where the person signed out. */
    readonly actor: string;
  },
): Promise<boolean> {
  const { account, sessionId, actor } = request;
  const ended = await revokeTrust(parts, {
    filter: { domain: account.domain, account: account.name, ids: [sessionId], kind: 'session' },
    ending: { why: 'revoked', reason: 'signed-out', actor, onBehalfOf: '', comment: '' },
  });
  return ended > 0;
}
