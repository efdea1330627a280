const DAY_MS = 86_400_000;

/** Replaces each `{day+2}` in a text by the UTC day so many days after `start` (ms). */
export function withDays(text: string, start: number): string {
  return text.replace(/\{day\+(\d+)\}/g, (_, days: string) => {
    return new Date(start + Number(days) * DAY_MS).toISOString().slice(0, 10);
  });
}

/** One second into a day, in ms. */
export function beginOf(day: string): number {
  return Date.parse(`${day}T00:00:01Z`);
}
