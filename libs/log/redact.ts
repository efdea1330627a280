import { types } from 'node:util';

/**
 * Field names that hold secrets, in any spelling (`otp_code`, `otpCode`, `OTP-Code`) and at any
 * depth. Booleans pass: `password_verified: true` reveals nothing.
 */
const SECRET_NAME =
  /passw|passphrase|secret|token|ticket|otpcode|recoverycode|scratchcode|totp|samlresponse|samlrequest|relaystate|assertion|authorization|cookie|privatekey|credentials?$|apikey/;

const MAX_DEPTH = 8;
const MAX_ITEMS = 100;
const MAX_TEXT = 4096;

const MAX_VALUES = 2000;

/**
 * How much more may be copied: levels below this value, and values in total (32 characters count as
 * one).
 */
interface Room {
  readonly depth: number;
  readonly values: { left: number };
}

const inside = (room: Room): Room => ({ ...room, depth: room.depth - 1 });

/** A copy of `fields` fit for the log: no secret, no bytes, no cycles, bounded in size. */
export function redactFields(fields: object): Record<string, unknown> {
  try {
    return redactEntries(Object.entries(fields), {
      depth: MAX_DEPTH,
      values: { left: MAX_VALUES },
    });
  } catch {
    return { unreadable: true };
  }
}

function redactEntries(entries: [string, unknown][], room: Room): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [name, value] of entries.slice(0, MAX_ITEMS)) {
    copy[name] = isSecretName(name) ? hide(value) : redactValue(value, inside(room));
  }
  return copy;
}

function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name.replace(/[^a-z0-9]/gi, '').toLowerCase());
}

function hide(value: unknown): unknown {
  return value === undefined || value === null || typeof value === 'boolean' ? value : '[redacted]';
}

function redactValue(value: unknown, room: Room): unknown {
  if (room.values.left-- <= 0) return '[more]';
  switch (typeof value) {
    case 'string':
      room.values.left -= Math.min(value.length, MAX_TEXT) / 32;
      return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value;
    case 'bigint':
      return value.toString();
    case 'function':
    case 'symbol':
      return undefined;
    case 'object':
      return value === null ? null : redactObject(value, room);
    default:
      return value;
  }
}

function redactObject(value: object, room: Room): unknown {
  if (room.depth <= 0) return '[deeper]';
  if (value instanceof Error) return redactError(value, room);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (types.isAnyArrayBuffer(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value) || value instanceof Set) {
    return [...value].slice(0, MAX_ITEMS).map((item) => redactValue(item, inside(room)));
  }
  if (value instanceof Map) {
    return redactEntries(
      [...value].map(([key, item]) => [String(key), item]),
      room,
    );
  }
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    return redactValue(value.toJSON(), inside(room));
  }
  return redactEntries(Object.entries(value), room);
}

/** Only these parts of an error: a driver attaches query texts and row values to its errors. */
function redactError(error: Error, room: Room): Record<string, unknown> {
  const { name, message, stack, cause } = error;
  const { code, violations } = error as { code?: unknown; violations?: unknown };
  return {
    type: name,
    ...(code === undefined ? {} : { code: redactValue(code, inside(room)) }),
    message: redactValue(message, inside(room)),
    ...(Array.isArray(violations) && violations.length > 0 ? { violations } : {}),
    stack: redactValue(stack, inside(room)),
    ...(cause === undefined ? {} : { cause: redactValue(cause, inside(room)) }),
  };
}
