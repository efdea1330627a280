import { setTimeout as sleep } from 'node:timers/promises';
import type { ProtoClient } from '../../suite/proto-client.js';

const AUTHORIZE = 'gatepost.policy.v1.AuthorizationService/Authorize';
const TRUST = 'gatepost.truststore.v1.TrustService';
const REVOKE = 'gatepost.truststore.v1.TrustAdminService/RevokeTrust';
const LOGINS_AT_ONCE = 3;
const LOGINS_AFTER = 2;
const LONGEST_PAUSE_MS = 30;

/** The answers to logins by a trust while it was revoked and afterwards. */
export interface Seen {
  /** Logins that were allowed although they began after Revoke had returned. */
  readonly late: number;
  /** Logins that were allowed and began before Revoke returned. */
  readonly allowedDuring: number;
  readonly deniedDuring: number;
  readonly deniedAfter: number;
  /** Logins that were neither allowed nor denied. */
  readonly strange: number;
}

interface Callers {
  readonly frontEnd: ProtoClient;
  readonly admin: ProtoClient;
  readonly policy: ProtoClient;
  readonly otp: ProtoClient;
}

/**
 * Repeatedly trusts an address, logs in from it continuously, and revokes it meanwhile, in every possible way. Each
 * call goes to the next replica of its service.
 */
export async function revokeAmongLogins(
  { frontEnd, admin, policy, otp }: Callers,
  options: { domain: string; rounds: number; limits: object; random: () => number },
): Promise<Seen> {
  const { domain, rounds, limits, random } = options;
  const seen = { late: 0, allowedDuring: 0, deniedDuring: 0, deniedAfter: 0, strange: 0 };
  const decision_id = '0197c2a0-0000-7000-8000-000000000000';

  async function oneRound(round: number): Promise<void> {
    const account = `round${round}@${domain}`;
    const client_ip = `192.0.2.${round % 250}`;
    const wish = { account, client_ip, from_ip: client_ip, ip_seconds: 3600, decision_id, limits };
    const granted = await policy.call(`${TRUST}/Grant`, wish);
    const trust_id = granted.ip.held.trust_id;
    const revoke = [
      () => admin.call(REVOKE, { account, client_ip }),
      () => admin.call(REVOKE, { domain, trust_id }),
      () => admin.call(REVOKE, { account }),
      () => admin.call(REVOKE, { domain, kind: 'TRUST_KIND_IP' }),
      () => otp.call(`${TRUST}/RevokeAccount`, { account, reason: 'otp-reset', actor: 'test' }),
    ][Math.floor(random() * 5)] as () => Promise<unknown>;
    let revoked = false;
    let after = 0;
    const loginOn = async () => {
      while (after < LOGINS_AFTER * LOGINS_AT_ONCE) {
        const begunAfter = revoked;
        if (begunAfter) after += 1;
        const login = { account, client_ip, service: 'SERVICE_IMAP', password_verified: true };
        const { decision } = await frontEnd.call(AUTHORIZE, login);
        if (decision === 'DECISION_ALLOW') seen[begunAfter ? 'late' : 'allowedDuring'] += 1;
        else if (decision !== 'DECISION_DENY') seen.strange += 1;
        else seen[begunAfter ? 'deniedAfter' : 'deniedDuring'] += 1;
      }
    };
    const logins = Array.from({ length: LOGINS_AT_ONCE }, loginOn);
    await sleep(LONGEST_PAUSE_MS * random());
    await revoke();
    revoked = true;
    await Promise.all(logins);
  }

  for (let round = 0; round < rounds; round += 1) await oneRound(round);
  return seen;
}
