/** Whether the text names an IANA time zone, such as `Europe/Rome` or `UTC`. */
export function isTimeZone(text: string): boolean {
  // An offset such as `+01:00` has no summer time.
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
