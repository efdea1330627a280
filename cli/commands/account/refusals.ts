import type { RecordedEvent } from '../../../libs/gen/gatepost/audit/v1/audit.js';
import { parseEvent } from '../audit/view-event.js';
import { whatHelps } from './what-helps.js';

/** A refused sign-in, and what an administrator can do about it. */
export interface Refusal {
  readonly time: string;
  readonly service: string;
  readonly address: string;
  readonly reason: string;
  readonly rule: string;
  /** The check of a SAML response that failed; empty if none did. */
  readonly samlCheck: string;
  readonly helps: string;
  /** Each of these would let this sign-in in now; empty if that cannot be determined. */
  readonly ways: readonly string[];
  readonly decisionId: string;
}

/** Reads a refusal from a recorded event; undefined if the event was erased. */
export function readRefusal(recorded: RecordedEvent, account: string): Refusal | undefined {
  const event = parseEvent(recorded);
  if (event === null) return undefined;
  const data = (event.data ?? {}) as Record<string, unknown>;
  const text = (of: Record<string, unknown>, key: string) =>
    typeof of[key] === 'string' ? (of[key] as string) : '';
  const reason = text(data, 'reason');
  return {
    time: text(event, 'time'),
    service: text(data, 'service'),
    address: text(data, 'client_ip'),
    reason,
    rule: text(data, 'rule'),
    samlCheck: text((data.verified ?? {}) as Record<string, unknown>, 'saml_check'),
    helps: whatHelps(reason, account),
    ways: [],
    decisionId: text(event, 'id'),
  };
}
