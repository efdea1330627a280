import { accept, type Parsed, refuse } from '../../../libs/names/parsed.js';
import { isCanonical } from './canonical.js';
import { type EventFacts, readFacts } from './facts.js';

export const MAX_EVENT_OCTETS = 65_536;

/** Attribute names of CloudEvents 1.0, section 3.1. */
const ATTRIBUTE = /^[a-z0-9]{1,64}$/;
const TYPE = /^gatepost\.([a-z0-9-]+)(?:\.[a-z0-9-]+)*\.v[1-9][0-9]*$/;
const ID = /^[\x21-\x7e]{1,255}$/;
const TIME = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)$/;
export const OWN_SOURCE = '/gatepost/audit';
/**
 * The areas that each source may send events about. A service that was taken over can only report about its own. Types
 * within an area may be unknown here, because a newer sender may run beside this service.
 */
const AREAS: Readonly<Record<string, readonly string[]>> = {
  '/gatepost/policy': ['login', 'policy', 'account'],
  '/gatepost/credential': ['credential'],
  '/gatepost/otp': ['otp'],
  '/gatepost/saml': ['saml'],
  '/gatepost/trust-store': ['trust'],
  '/gatepost/edge': ['edge'],
  '/gatepost/passkey': ['passkey'],
  '/gatepost/portal': ['portal'],
  '/gatepost/notice': ['notice'],
  [OWN_SOURCE]: ['audit'],
};
/** The area that every source may use, to report which of its events the stream lacks. */
const AREA_OF_ALL = 'stream';

/**
 * Reads one event of `source` and its search fields. The event must be a CloudEvent 1.0 in structured JSON and
 * canonical form whose attributes agree with each other.
 */
export function parseEvent(bytes: Uint8Array, source: string): Parsed<EventFacts> {
  if (bytes.length > MAX_EVENT_OCTETS) return refuse(`longer than ${MAX_EVENT_OCTETS} octets`);
  const text = decode(bytes);
  const event = text === undefined ? undefined : parseObject(text);
  if (text === undefined || event === undefined) return refuse('not a JSON object in UTF-8');
  if (!isCanonical(text, event)) return refuse('not in canonical form (RFC 8785)');

  const { id, type, time, subject, data, datacontenttype } = event;
  const strange = Object.keys(event).find((name) => !ATTRIBUTE.test(name));
  if (strange !== undefined)
    return refuse(`${JSON.stringify(strange)} is not the name of an attribute`);
  if (event.specversion !== '1.0') return refuse('specversion is not 1.0');
  if (typeof id !== 'string' || !ID.test(id))
    return refuse('id is not 1 to 255 visible characters');
  if (event.source !== source) return refuse("source is not the request's source");
  if (typeof type !== 'string' || type.length > 255 || !TYPE.test(type)) {
    return refuse('type is not of the form gatepost.….v1');
  }
  const [, area = ''] = TYPE.exec(type) ?? [];
  const areas = AREAS[source];
  if (areas === undefined || (area !== AREA_OF_ALL && !areas.includes(area))) {
    return refuse(`type ${type} is not one of ${source}`);
  }
  const ms = typeof time === 'string' && TIME.test(time) ? Date.parse(time) : Number.NaN;
  if (!(ms >= 0)) return refuse('time is not a time (RFC 3339)');
  if (subject !== undefined && !fits(subject, type)) return refuse('subject does not fit the type');
  if (datacontenttype !== undefined && datacontenttype !== 'application/json') {
    return refuse('datacontenttype is not application/json');
  }
  if (!isObject(data)) return refuse('data is not an object');
  return accept(readFacts({ id, type, ms, domain: event.domain, data }));
}

/**
 * Whether subject and type have the same area, as `gatepost.trust.expired.tld.a` and `gatepost.trust.expired.v1` do.
 */
function fits(subject: unknown, type: string): boolean {
  const [, area] = TYPE.exec(type) ?? [];
  return typeof subject === 'string' && subject.startsWith(`gatepost.${area}.`);
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
