import { until } from '../../libs/testing/until.js';
import type { Message, ProtoClient } from '../suite/proto-client.js';

/** The part of a login's event that stories check. */
export interface LoginEvent {
  readonly id: string;
  readonly decision: string;
  readonly reason: string;
  readonly rule: string;
}

/** All login events of the record, once there are at least `atLeast`. */
export function loginEvents(auditor: ProtoClient, atLeast: number): Promise<LoginEvent[]> {
  return until(`the record has ${atLeast} logins`, async () => {
    const events = await allOf(auditor);
    if (events.length < atLeast) throw new Error(`${events.length} logins`);
    return events.map(read);
  });
}

async function allOf(auditor: ProtoClient): Promise<Message[]> {
  const events: Message[] = [];
  for (let token = ''; ; ) {
    const page = await auditor.call('gatepost.audit.v1.AuditService/Query', {
      filter: { type: 'gatepost.login.v1' },
      page: { size: 1000, token },
    });
    events.push(...page.events);
    token = page.next_token;
    if (token === '') return events;
  }
}

function read({ event }: Message): LoginEvent {
  const { id, data } = JSON.parse(event.toString('utf8'));
  return { id, decision: data.decision, reason: data.reason, rule: data.rule ?? '' };
}
