import { GatepostError } from '../../../libs/errors/index.js';
import { ClientAdminServiceService as ClientAdmin } from '../../../libs/gen/gatepost/policy/v1/client_admin.js';
import { TrustAdminServiceService as TrustAdmin } from '../../../libs/gen/gatepost/truststore/v1/trust_store.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';
import type { Session } from '../../session/session.js';

interface Options extends ActorOptions {
  readonly dryRun?: boolean;
}

export const clientRemove = defineCommand<Options>({
  usage: 'remove <id>',
  about: 'Remove a client; its sessions stop working.',
  details: 'Says how many sessions end, at most 10000, if trust-store can be asked.',
  options: [
    { flags: '--dry-run', about: 'say how many sessions would end, and remove nothing' },
    ...ACTOR_OPTIONS,
  ],
  examples: ['portal client remove roundcube --dry-run', 'portal client remove roundcube'],
  async run(session, [id = ''], options) {
    const { call, out } = session;
    const sessions = await countSessions(session, id);
    const many = sessions === undefined ? 'an unknown number of' : sessions;
    if (options.dryRun === true) {
      out.result({ id, sessions, removed: false }, () => `${id} has ${many} sessions`);
      return undefined;
    }
    await call(ClientAdmin.removeClient, { id, actor: actorFrom(options) });
    out.result({ id, sessions, removed: true }, () => `${id} is removed; ${many} sessions end`);
    return undefined;
  },
});

/** Undefined if trust-store cannot be asked, or not by this caller. */
async function countSessions({ call }: Session, client: string): Promise<number | undefined> {
  try {
    return (await call(TrustAdmin.countSessions, { client })).count;
  } catch (error) {
    if (error instanceof GatepostError) return undefined;
    throw error;
  }
}
