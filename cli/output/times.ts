/** A time for people: local, to the second, without the offset from UTC. */
export function formatTime(time: Date | undefined): string {
  if (time === undefined) return '–';
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${formatHour(time)}`;
}

/** Only the time of day. */
export function formatHour(time: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}
