import { sharePostgres } from '../../libs/embedded-postgres/testing.js';

/** One Postgres for all the unit tests of a run; each test makes databases of its own in it. */
export default sharePostgres;
