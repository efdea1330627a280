/**
 * One line of CSV (RFC 4180), without its line end. A cell that a spreadsheet would run as a
 * formula is made text, because others choose what the cells contain.
 */
export function formatCsvLine(cells: readonly string[]): string {
  return cells.map(quote).join(',');
}

/**
 * Where a spreadsheet may see the beginning of a cell that is a formula. Where `;` or a tab parts
 * cells, as in many countries, a spreadsheet parts ours there, too, and our quotes do not count.
 * Some take the full-width signs for the usual ones.
 */
const FORMULA = /(^|[;\t\r\n])(?=["' ]*[=+\-@＝＋－＠])|^(?=[\t\r\n])/g;

function quote(cell: string): string {
  const safe = cell.replace(FORMULA, "$1'");
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
