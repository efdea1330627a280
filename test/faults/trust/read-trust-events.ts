import type { ProtoClient } from '../../suite/proto-client.js';

const LEAVES = 'gatepost.audit.v1.AuditService/Leaves';
const TRUST = /^gatepost\.trust\.(granted|expired|revoked)\.v1$/;

/** An event of the trust-store in the record. */
export interface TrustEvent {
  readonly type: 'granted' | 'expired' | 'revoked';
  readonly trustId: string;
  readonly account: string;
  readonly prefix: string;
  readonly renewed: boolean;
  /** When it happened and until when the trust was to last, in ms since the epoch. */
  readonly at: number;
  readonly until: number;
}

/** The granted and ended trust of a domain in the record, in commit order. */
export async function readTrustEvents(auditor: ProtoClient, domain: string): Promise<TrustEvent[]> {
  const events: TrustEvent[] = [];
  for await (const part of auditor.follow(LEAVES, { from: 0, to: 0 })) {
    for (const leaf of part.events) {
      const { type, time, data } = JSON.parse(leaf.event.toString('utf8'));
      const kind = TRUST.exec(type)?.[1] as TrustEvent['type'] | undefined;
      if (kind === undefined || !data.account.endsWith(`@${domain}`)) continue;
      const { trust_id: trustId, account, prefix = '', renewed = false, until } = data;
      const times = { at: Date.parse(time), until: Date.parse(until) };
      events.push({ type: kind, trustId, account, prefix, renewed, ...times });
    }
  }
  return events;
}
