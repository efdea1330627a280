/**
 * Why Postgres is not running. A closed union, so that a caller can act on it:
 * - IN_USE: another process uses the data directory
 * - PORT_IN_USE
 * - NO_SPACE: the disk is full
 * - DAMAGED: the data directory cannot be used as it is
 * - NOT_PERMITTED: rights are missing
 * - NO_BINARIES: no Postgres is installed for this platform
 * - FAILED: anything else
 */
export type FailureCode =
  | 'IN_USE'
  | 'PORT_IN_USE'
  | 'NO_SPACE'
  | 'DAMAGED'
  | 'NOT_PERMITTED'
  | 'NO_BINARIES'
  | 'FAILED';

/** The message is for the person who started Gatepost; it names the path or port concerned. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string) {
    super(message);
    this.code = code;
  }
}

const DAMAGE = [
  /could not locate a valid checkpoint record/,
  /invalid checkpoint record/,
  /could not (open|read|locate|stat|access) .*(pg_control|control file|relation mapping|directory "pg_)/,
  /is not a valid data directory/,
  /incorrect checksum in control file|invalid checksum|invalid page|unexpected (end|pageaddr)/,
  /required .* does not exist|could not (open|read) (configuration )?file/,
  /is not a database cluster directory/,
  /database files are incompatible|contains invalid data/,
];

/** The failure of the cluster at `dataDir`, from the last lines of initdb or postgres. */
export function failureFromLog(what: string, dataDir: string, lines: readonly string[]) {
  const text = lines.join('\n');
  const cause = lines.findLast((line) => /\b(FATAL|PANIC)\b|^initdb: error/.test(line)) ?? text;
  const said = cause.replace(/^.*?\b(FATAL|PANIC|initdb: error):\s*/, '').trim();
  if (/No space left on device|Disk quota exceeded/.test(text)) {
    return new EmbeddedPostgresError('NO_SPACE', `no space is left on the disk of ${dataDir}`);
  }
  if (/Address already in use/.test(text)) {
    return new EmbeddedPostgresError('PORT_IN_USE', 'the port for Postgres is in use');
  }
  if (/Permission denied|wrong ownership|invalid permissions/.test(text)) {
    return new EmbeddedPostgresError('NOT_PERMITTED', `${what} on ${dataDir}: ${said}`);
  }
  if (DAMAGE.some((pattern) => pattern.test(text))) {
    return new EmbeddedPostgresError(
      'DAMAGED',
      `the Postgres data directory ${dataDir} is damaged (${said}); restore it from a backup, or ` +
        'move it away to begin with an empty one',
    );
  }
  return new EmbeddedPostgresError('FAILED', `${what} on ${dataDir}: ${said || 'no message'}`);
}

/** Turns anything thrown while the cluster at `dataDir` was prepared into a failure. */
export function toFailure(thrown: unknown, dataDir: string): EmbeddedPostgresError {
  if (thrown instanceof EmbeddedPostgresError) return thrown;
  const { code, message = String(thrown) } = thrown as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new EmbeddedPostgresError('NO_SPACE', `no space is left on the disk of ${dataDir}`);
  }
  const kind =
    code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? 'NOT_PERMITTED' : 'FAILED';
  return new EmbeddedPostgresError(kind, `Postgres cannot use ${dataDir}: ${message}`);
}
