export { bootstrap, urlOfDatabase } from './bootstrap.js';
export {
  type Database,
  type DatabaseOptions,
  openDatabase,
  poolSettings,
} from './database.js';
export { isUniqueViolation } from './errors.js';
export { groupCommit } from './group-commit.js';
export { type Candidate, type Leadership, lead } from './lead.js';
export { migrate } from './migrate.js';
export { requireSettings, setRoleSettings } from './pooler.js';
export { readPostgresTime } from './read-time.js';
export type { DatabaseAddress, Queryable } from './types.js';
