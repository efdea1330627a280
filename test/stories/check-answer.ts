import { expect } from 'vitest';
import type { Message } from '../suite/proto-client.js';
import type { Login } from './read-story.js';
import { factorName, trustKindName } from './wire.js';

const INVALID_ARGUMENT = 3;

/** Compares an answer, or `{ error }`, with what the story expects of its login. */
export function check(login: Login, answer: Message): void {
  if (login.expect === 'INVALID') {
    expect(answer.error?.code, JSON.stringify(answer)).toBe(INVALID_ARGUMENT);
    return;
  }
  if (answer.error !== undefined) throw answer.error;
  const said = `${answer.decision} ${answer.reason} "${answer.rule}"`;
  expect(answer.decision, said).toBe(`DECISION_${login.expect}`);
  if (login.rule !== undefined) expect(answer.rule).toContain(login.rule);
  if (login.reason !== undefined) expect(answer.reason, said).toBe(`REASON_${login.reason}`);
  if (login.missing !== undefined) {
    expect(asSet(missingOf(answer))).toEqual(asSet(login.missing));
  }
  if (login.tickets !== undefined) checkTickets(login.tickets, answer);
  if (login.administers !== undefined) {
    const ticket = answer.tickets.find(({ purpose }: Message) => purpose === 'administer');
    const { domain, role } = ticket.administers;
    expect(domain === '*' ? 'all' : { [domain]: role }).toEqual(login.administers);
  }
  for (const [kind, reason] of Object.entries(login['not-granted'] ?? {})) {
    const refused = answer.grants.filter((grant: Message) => trustKindName(grant.kind) === kind);
    expect(refused).toMatchObject([{ refused: reason }]);
  }
  if (login.granted !== undefined) {
    const granted = answer.grants.filter((grant: Message) => grant.refused === '');
    const kinds = granted.map((grant: Message) => trustKindName(grant.kind));
    expect(kinds.sort(), JSON.stringify(answer.grants)).toEqual([...login.granted].sort());
  }
}

/** Checks the purposes of an answer's tickets, each once. */
function checkTickets(wanted: readonly string[], answer: Message): void {
  const purposes = answer.tickets.map(({ purpose }: Message) => purpose);
  expect([...new Set(purposes)].sort()).toEqual([...wanted].sort());
}

function missingOf(answer: Message): string[][] {
  const alternatives: { missing: string[] }[] = answer.challenge?.alternatives ?? [];
  return alternatives.map(({ missing }) => missing.map(factorName));
}

function asSet(alternatives: readonly string[][]): string[] {
  return alternatives.map((factors) => [...factors].sort().join(' + ')).sort();
}
