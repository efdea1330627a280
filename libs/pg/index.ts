export { bootstrap, type ServiceRole, urlOfDatabase } from './bootstrap.js';
export {
  type Connection,
  type Database,
  type DatabaseOptions,
  openDatabase,
} from './database.js';
export { isForeignKeyViolation, isUniqueViolation } from './errors.js';
export { type GroupCommit, type GroupCommitOptions, groupCommit } from './group-commit.js';
export { type Candidate, type Leadership, type LeadOptions, lead } from './lead.js';
export { migrate } from './migrate.js';
export { readPostgresTime } from './read-time.js';
export type { DatabaseAddress, Logger, Queryable, Rows, Statement } from './types.js';
