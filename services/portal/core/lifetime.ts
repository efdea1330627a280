/** A lifetime in the largest unit that expresses it exactly, for a message `lifetime-<unit>`. */
export function wordsOfLifetime(seconds: number): {
  unit: 'minutes' | 'hours' | 'days';
  n: number;
} {
  const DAY = 86_400;
  if (seconds >= 2 * DAY && seconds % DAY === 0) return { unit: 'days', n: seconds / DAY };
  if (seconds >= 3600 && seconds % 3600 === 0) return { unit: 'hours', n: seconds / 3600 };
  return { unit: 'minutes', n: Math.max(1, Math.round(seconds / 60)) };
}
