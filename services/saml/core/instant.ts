// An xs:dateTime with fractions of any length, and a zone or none, which means UTC (SAML core 1.3.3).
const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d{1,12})?(Z|[+-]\d{2}:\d{2})?$/;

/** Parses an xs:dateTime to ms since the epoch. Undefined if it is malformed or the date does not exist. */
export function parseInstant(text: string): number | undefined {
  const match = INSTANT.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', zone = 'Z'] = match;
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const ms = Date.parse(local);
  // Date.parse accepts February 30th as a day in March.
  if (!Number.isFinite(ms) || new Date(ms).toISOString() !== local) return undefined;
  const offset = zone === 'Z' ? 0 : zoneOffset(zone);
  if (offset === undefined) return undefined;
  return ms + Math.floor(Number(`0${fraction}`) * 1000) - offset;
}

function zoneOffset(zone: string): number | undefined {
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4, 6));
  if (hours > 14 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** Writes a time as UTC with milliseconds. */
export function formatInstant(ms: number): string {
  return new Date(ms).toISOString();
}
