/** Whether it names a time zone (IANA): `Europe/Rome`, `UTC`. */
export function isTimeZone(text: string): boolean {
  // An offset such as `+01:00` has no summer time.
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
