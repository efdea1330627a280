import type { AuthorizeResponse } from '../../../libs/gen/gatepost/policy/v1/authorization.js';
import type { Output } from '../../output/output.js';
import { formatHour } from '../../output/times.js';
import { viewDecision } from '../../wire/view-decision.js';
import type { DemoLogin } from './script.js';

export interface DemoRow {
  readonly login: DemoLogin;
  readonly presented: string;
  readonly answer: AuthorizeResponse;
  readonly fits: boolean;
}

/** Prints logins as they are decided. Columns are as wide as the values known to come. */
export function createDemoTable(
  out: Output,
  script: readonly DemoLogin[],
): { row(row: DemoRow): void } {
  const widest = (text: (login: DemoLogin) => string, least: number) =>
    Math.max(least, ...script.map((login) => text(login).length));
  const widths = [
    widest(({ account }) => account, 7),
    widest(({ service }) => service, 7),
    widest(({ from }) => from, 4),
    'password, code 123456, trust this address 3 s'.length,
    'CHALLENGE'.length,
    widest(({ expect }) => expect.rule, 4),
  ];
  const line = (cells: readonly string[]) =>
    cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ');
  if (!out.json) {
    const head = ['account', 'service', 'from', 'presented', 'decision', 'rule', 'why'];
    out.item(undefined, () => `\n${line(head.map((word) => word.toUpperCase()))}`);
  }
  return {
    row({ login, presented, answer, fits }) {
      const { account, service, from, expect } = login;
      const { decision, reason, rule, message, validUntil } = viewDecision(answer);
      const value = { account, service, from, presented, decision, reason, rule, message, fits };
      const until = validUntil === undefined ? '' : `, until ${formatHour(validUntil)}`;
      const wrong = fits ? '' : `  ✗ expected ${expect.decision} ${expect.reason}`;
      out.item(value, () =>
        line([account, service, from, presented, decision, rule, `${reason}${until}${wrong}`]),
      );
    },
  };
}
