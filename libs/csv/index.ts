/**
 * One line of CSV (RFC 4180), its end not included. What a spreadsheet would run as a formula is
 * text to it: others choose what the cells say.
 */
export function formatCsvLine(cells: readonly string[]): string {
  return cells.map(quote).join(',');
}

function quote(cell: string): string {
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
