import type { Matrix, MatrixCell, MatrixTable } from '../../../libs/policy/matrix/matrix-of.js';
import { formatTable, printable } from '../../output/table.js';

/** A table for each kind of account and each trust, with a column for each place. */
export function formatMatrix(matrix: Matrix): string {
  const { domain, places, tables, cut } = matrix;
  const columns = ['service', ...places.map(({ name }) => name)];
  const sections = tables.map((table) => {
    const rows = table.rows.map(({ service, cells }) => [service, ...cells.map(formatCell)]);
    return `${titleOf(table)}\n\n${formatTable(columns, rows)}`;
  });
  const notes = [...graceNotes(matrix), ...(cut ? [CUT_NOTE] : [])];
  return [printable(`what ${domain} asks for`), ...sections, ...notes].join('\n\n');
}

export const CUT_NOTE = 'There are more places or accounts than are shown.';

/** Says until when the grace periods last. */
export function graceNotes({ graceUntil, graceGroups }: Matrix): string[] {
  const dayOf = (until: number) => new Date(until).toISOString().slice(0, 10);
  const note = (until: number, who: string) =>
    `Until ${dayOf(until)}, 00:00 UTC, ${who} has no OTP is let in where OTP alone is missing.`;
  const others = graceGroups.length === 0 ? 'whoever' : 'whoever is in no group below and';
  return [
    ...(graceUntil === null ? [] : [note(graceUntil, others)]),
    ...graceGroups.map(({ group, until }) => note(until, `whoever is in ${group} and`)),
  ];
}

/** The title of one table: whose logins, and what trust they hold. */
export function titleOf({ accounts, trusts }: MatrixTable): string {
  const held = trusts.length === 0 ? 'without trust' : `holding ${trusts.join(' and ')}`;
  return printable(`${accounts}, ${held}`);
}

/** What lets a person in; `–` if nothing does. */
export function formatCell({ require }: MatrixCell): string {
  return require.length === 0 ? '–' : require.join(' or ');
}
