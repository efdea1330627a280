export { cloneDatabase, dropDatabase } from './clone-database.js';
export { EmbeddedPostgresError, type FailureCode } from './failure.js';
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './start.js';
