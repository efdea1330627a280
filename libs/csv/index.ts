/**
 * One line of CSV (RFC 4180), without its line end. A cell that a spreadsheet would run as a
 * formula is made text, because others choose what the cells contain.
 */
export function formatCsvLine(cells: readonly string[]): string {
  return cells.map(quote).join(',');
}

function quote(cell: string): string {
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
