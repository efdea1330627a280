import { setTimeout as sleep } from 'node:timers/promises';
import type { ProtoClient } from '../../suite/proto-client.js';

const GRANT = 'gatepost.truststore.v1.TrustService/Grant';
const REVOKE = 'gatepost.truststore.v1.TrustAdminService/RevokeTrust';
const DEADLINE_MS = 4_000;
/** Status codes of calls that the caller repeats later. */
const TEMPORARY = [4, 14];
const ACCOUNTS = 60;
const ADDRESSES = 3;
/** One in this many calls revokes. The others grant or renew. */
const REVOKES = 6;

/** A grant that was answered. */
export interface Granted {
  readonly trustId: string;
  readonly until: number;
}

/** Continuous changes of trust by people and administrators, and their answers. */
export interface Trusting {
  readonly granted: readonly Granted[];
  /** Trust that Revoke reported as ended. */
  readonly revoked: readonly string[];
  /** Status codes of calls that ended with neither an answer nor a temporary failure. */
  readonly strange: readonly number[];
  readonly failed: number;
  stop(): Promise<void>;
}

export interface Parties {
  /** Calls with the certificate of the policy service. */
  readonly policy: ProtoClient;
  readonly admin: ProtoClient;
}

/** Grants, renews and revokes at random, so many calls at a time. Lifetimes are 30 s to 5 minutes. */
export function keepTrusting(
  { policy, admin }: Parties,
  options: { domain: string; limits: object; atOnce: number; random: () => number },
): Trusting {
  const { domain, limits, random } = options;
  const granted: Granted[] = [];
  const revoked: string[] = [];
  const strange: number[] = [];
  let failed = 0;
  let stopped = false;
  const pick = (below: number) => Math.floor(random() * below);

  async function grant(): Promise<void> {
    const client_ip = `192.0.2.${pick(ADDRESSES)}`;
    const answer = await policy.call(
      GRANT,
      {
        account: `user${pick(ACCOUNTS)}@${domain}`,
        client_ip,
        from_ip: client_ip,
        ip_seconds: 30 + pick(270),
        decision_id: '0197c2a0-0000-7000-8000-000000000000',
        limits,
      },
      { deadlineMs: DEADLINE_MS },
    );
    const { trust_id: trustId, until } = answer.ip.held;
    granted.push({ trustId, until: Number(until.seconds) * 1000 + until.nanos / 1e6 });
  }

  async function revoke(): Promise<void> {
    const known = granted[granted.length - 1 - pick(Math.min(granted.length, ACCOUNTS))];
    if (known === undefined) return;
    const request = { domain, trust_id: known.trustId };
    const { revoked: count } = await admin.call(REVOKE, request, { deadlineMs: DEADLINE_MS });
    if (Number(count) === 1) revoked.push(known.trustId);
  }

  async function worker(): Promise<void> {
    while (!stopped) {
      try {
        await (pick(REVOKES) === 0 ? revoke() : grant());
      } catch (error) {
        const { code } = error as { code: number };
        failed += 1;
        if (!TEMPORARY.includes(code)) strange.push(code);
      }
      await sleep(20 + 40 * random());
    }
  }

  const workers = Array.from({ length: options.atOnce }, worker);
  return {
    granted,
    revoked,
    strange,
    get failed() {
      return failed;
    },
    async stop() {
      stopped = true;
      await Promise.all(workers);
    },
  };
}
