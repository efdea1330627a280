import { aborted, GatepostError, internal, unavailable } from '../errors/index.js';

interface DriverError {
  readonly code?: string;
  readonly message?: string;
  readonly constraint?: string;
}

/** Operating-system error codes for a server that cannot be reached. */
const NETWORK = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOTCONN', 'ENOENT'],
  ...['EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'ENOTFOUND', 'EAI_AGAIN'],
]);

/**
 * SQLSTATE classes and codes for a server that is up but does not serve us. They are connection
 * exceptions, a wrong password or role, shutting down or starting, no such database, and read-only,
 * as a former primary is (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 */
const NOT_SERVING = /^(08...|28...|57P0[1-3]|3D000|25006)$/;

/** What node-postgres reports, without a code, for a connection that is gone or hangs. */
const GONE = /^(Connection terminated|Query read timeout|Client (was closed|has encountered))/;

/**
 * Out of resources, cancelled by a time-out, no lock, an I/O error: temporary, and from a live
 * server.
 */
const OVERLOADED = /^(53...|57014|55P03|58...)$/;

/** Failed because of concurrent transactions: serialization, deadlock. */
const CONFLICT = /^(40001|40P01)$/;

/** Whether a driver's error means that the server cannot be used for anything. */
export function isUnreachable(thrown: unknown): boolean {
  const { code = '', message = '' } = (thrown ?? {}) as DriverError;
  return NETWORK.has(code) || NOT_SERVING.test(code) || GONE.test(message);
}

/**
 * Whether the server took a statement and has not answered, although its own time-out should have ended the statement. So
 * does a server that hangs, and a primary whose commits wait for a standby: no time-out of Postgres ends that wait.
 */
export function isSilence(thrown: unknown): boolean {
  return ((thrown ?? {}) as DriverError).message?.startsWith('Query read timeout') === true;
}

/**
 * Whether a failed connection attempt may succeed a moment later: the server did not refuse it for
 * good.
 */
export function mayConnectSoon(thrown: unknown): boolean {
  const { code = '' } = (thrown ?? {}) as DriverError;
  return isUnreachable(thrown) && !/^(28...|3D000|25006)$/.test(code);
}

/**
 * Turns a driver's error into one of ours. The driver's text is only in the cause. UNAVAILABLE if
 * the database cannot be reached or did not answer in time, ABORTED after a conflict with another
 * transaction, else INTERNAL. After UNAVAILABLE it is not known whether a statement, or a COMMIT,
 * took effect.
 */
export function toDatabaseError(thrown: unknown): GatepostError {
  if (thrown instanceof GatepostError) return thrown;
  if (isUnreachable(thrown)) return unavailable('the database cannot be reached', thrown);
  const { code = '', message = '' } = (thrown ?? {}) as DriverError;
  if (OVERLOADED.test(code) || message.startsWith('timeout exceeded')) {
    return unavailable('the database did not answer in time', thrown);
  }
  if (CONFLICT.test(code)) {
    return aborted('changed by another at the same time', thrown);
  }
  return internal(thrown);
}

/** Whether a query failed on a unique constraint, or on the named one. */
export function isUniqueViolation(thrown: unknown, constraint?: string): boolean {
  return violates(thrown, '23505', constraint);
}

function violates(thrown: unknown, sqlState: string, constraint: string | undefined): boolean {
  if (!(thrown instanceof GatepostError)) return false;
  const cause = (thrown.cause ?? {}) as DriverError;
  return cause.code === sqlState && (constraint === undefined || cause.constraint === constraint);
}
