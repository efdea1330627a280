import { readFileSync } from 'node:fs';
import { bootstrap } from '../../../libs/pg/index.js';
import type { Secrets } from './secrets.js';
import { STORING_SERVICES, schemaOf } from './services.js';

/** Creates a role and a schema for each service, in a database that no other role may enter. */
export async function bootstrapDatabase(options: {
  admin: { url: string; passwordFile: string };
  database: string;
  secrets: Secrets;
}): Promise<void> {
  const { admin, database, secrets } = options;
  await bootstrap({
    admin,
    database,
    services: STORING_SERVICES.map((service) => ({
      schema: schemaOf(service),
      role: `gatepost_${schemaOf(service)}`,
      password: readFileSync(secrets.databasePasswords[service], 'utf8').trimEnd(),
    })),
  });
}
