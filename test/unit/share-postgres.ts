import { sharePostgres } from '../../libs/embedded-postgres/testing.js';

/** One Postgres for all unit tests of a run. Each test makes its own databases in it. */
export default sharePostgres;
