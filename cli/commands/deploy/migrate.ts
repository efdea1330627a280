import { defineCommand } from '../../define-command.js';

interface Options {
  readonly adminUrl?: string;
  readonly adminPasswordFile?: string;
  readonly files: string;
  readonly configs?: string;
  readonly database?: string;
}

export const deployMigrate = defineCommand<Options>({
  usage: 'migrate',
  about: 'Make roles and schemas in Postgres, and bring each schema up to date.',
  details: `Safe to repeat, and safe while services of the previous version run. Without --admin-url, only migrates
the schemas, each by the role that owns it. Without --configs, only creates roles and schemas.`,
  options: [
    {
      flags: '--admin-url <url>',
      about: 'a role that may make databases and roles: postgres://role@host:port/database',
    },
    { flags: '--admin-password-file <path>', about: 'its password' },
    { flags: '--database <name>', about: 'the database (default: gatepost)' },
    {
      flags: '--files <dir>',
      about: 'the directory of deploy init: <service>/secrets/database.password',
      required: true,
    },
    {
      flags: '--configs <dir>',
      about: 'the directory with <service>.yaml; without, no schema is brought up to date',
    },
  ],
  examples: [
    'deploy migrate --files /run/gatepost --configs /etc/gatepost',
    'deploy migrate --admin-url postgres://postgres@postgres/postgres --admin-password-file admin.password --files files --configs deploy/config',
  ],
  async run(session, _args, options) {
    const { migrateAll } = await import('../../deploy/migrate-all.js');
    await migrateAll({
      ...options,
      database: options.database ?? 'gatepost',
      tell: (text) => session.out.note(text),
    });
    return undefined;
  },
});
