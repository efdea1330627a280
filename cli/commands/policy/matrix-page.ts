import type { Matrix, MatrixCell, MatrixTable } from '../../../libs/policy/matrix/matrix-of.js';
import { CUT_NOTE, formatCell, graceNotes, titleOf } from './matrix-table.js';

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2330; --paper: #fff; --line: #d5dae2;
  --strong: #d9f0df; --weak: #fdeec4; --closed: #eceef2; --quiet: #667085; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ef; --paper: #14171d; --line: #343b47;
  --strong: #1d4a2c; --weak: #5a4510; --closed: #232831; --quiet: #98a2b3; } }
body { font: 15px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  margin: 2rem; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem } h2 { font-size: 1.05rem; margin: 2rem 0 .5rem }
p { max-width: 60rem; color: var(--quiet); margin: .25rem 0 }
.scroll { overflow-x: auto }
table { border-collapse: separate; border-spacing: 0; border-top: 1px solid var(--line);
  border-left: 1px solid var(--line) }
th, td { border-right: 1px solid var(--line); border-bottom: 1px solid var(--line);
  padding: .35rem .6rem; text-align: left; vertical-align: top; min-width: 6.5rem }
th { background: var(--paper); font-weight: 600 }
tbody th { position: sticky; left: 0 }
small { display: block; color: var(--quiet); font-weight: 400 }
.strong { background: var(--strong) } .weak { background: var(--weak) }
.closed { background: var(--closed) }
.key span { border: 1px solid var(--line); padding: .1rem .5rem; margin-right: .5rem;
  color: var(--ink) }
`;

/** The matrix as one self-contained file, which can be kept, printed and sent. */
export function matrixPage(matrix: Matrix): string {
  const { domain, tables, cut } = matrix;
  const notes = [...graceNotes(matrix), ...(cut ? [CUT_NOTE] : [])];
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Logins at ${escapeText(domain)}</title>
<style>${STYLE}</style>
<h1>Logins at ${escapeText(domain)}</h1>
<p>What lets someone in, for each service and place; below it, the rule that says so.</p>
<p class="key"><span class="strong">second factor, SAML or app password</span><span class="weak">a
password alone</span><span class="closed">nobody</span></p>
${notes.map((note) => `<p>${escapeText(note)}</p>`).join('\n')}
${tables.map((table) => section(matrix, table)).join('\n')}
</html>
`;
}

function section({ places }: Matrix, table: MatrixTable): string {
  const heads = places.map(
    ({ name, example }) =>
      `<th>${escapeText(name)}<small>such as ${escapeText(example)}</small></th>`,
  );
  const rows = table.rows.map(
    ({ service, cells }) => `<tr><th>${service}</th>${cells.map(cell).join('')}</tr>`,
  );
  return `<h2>${escapeText(titleOf(table))}</h2>
<div class="scroll"><table>
<thead><tr><th>service</th>${heads.join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></div>`;
}

function cell(one: MatrixCell): string {
  const why = one.rule === null ? 'no rule' : one.rule;
  const message = one.deny === '' ? '' : `<small>“${escapeText(one.deny)}”</small>`;
  return `<td class="${kindOf(one)}">${escapeText(formatCell(one))}<small>${escapeText(why)}</small>${message}</td>`;
}

function kindOf({ require }: MatrixCell): string {
  if (require.length === 0) return 'closed';
  return require.includes('password') ? 'weak' : 'strong';
}

/** Names of rules and networks may contain anything that an administrator wrote. */
function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
}
