/** A time as people read it: local, to the second, with its offset from UTC left out. */
export function formatTime(time: Date | undefined): string {
  if (time === undefined) return '–';
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${formatHour(time)}`;
}

/** The time of day alone. */
export function formatHour(time: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}
