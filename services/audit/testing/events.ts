import canonicalize from 'canonicalize';
import { parseEvent } from '../core/cloud-event.js';
import type { Batch, NumberedEvent } from '../ports.js';

export const POLICY = '/gatepost/policy';
export const T0 = Date.parse('2026-03-01T12:00:00.000Z');

/** A login event in canonical form. `change` replaces attributes, and `data` within it replaces data fields. */
export function loginEvent(
  n: number,
  change: { data?: Record<string, unknown>; [attribute: string]: unknown } = {},
): Buffer {
  const { data, ...attributes } = change;
  const event = {
    specversion: '1.0',
    id: eventId(n),
    source: POLICY,
    type: 'gatepost.login.v1',
    subject: 'gatepost.login.allow.imap.tld.a',
    time: new Date(T0 + n * 1000).toISOString(),
    datacontenttype: 'application/json',
    domain: 'a.tld',
    ...attributes,
    data: {
      account: `user${n % 10}@a.tld`,
      client_ip: `203.0.113.${n % 256}`,
      decision: 'ALLOW',
      reason: 'RULE_SATISFIED',
      rule: 'office',
      service: 'Imap',
      ...data,
    },
  };
  return Buffer.from(canonicalize(event) as string);
}

/** The id of the event numbered `n`, in the form of a UUID of version 7. */
export function eventId(n: number): string {
  return `0197c2a0-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
}

/** @throws Error if the bytes are not a valid event; tests must pass valid ones here */
export function numbered(sequence: number, bytes: Buffer, source = POLICY): NumberedEvent {
  const parsed = parseEvent(bytes, source);
  if (!parsed.ok) throw new Error(parsed.reason);
  return { sequence, bytes, facts: parsed.value };
}

/** Events numbered `first` to `last`: logins for policy, and a generic event for any other source. */
export function batchOf(first: number, last: number, source = POLICY): Batch {
  const events = [];
  for (let n = first; n <= last; n++) events.push(numbered(n, eventOf(n, source), source));
  return { source, events };
}

/** An event that the source is allowed to record. */
export function eventOf(n: number, source: string): Buffer {
  if (source === POLICY) return loginEvent(n);
  const area = source.slice('/gatepost/'.length);
  const type = { type: `gatepost.${area}.thing-done.v1`, subject: `gatepost.${area}.tld.a` };
  return loginEvent(n, { source, ...type });
}
