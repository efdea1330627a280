import { existsSync } from 'node:fs';
import { ClientAdminServiceService as ClientAdmin } from '../../../libs/gen/gatepost/policy/v1/client_admin.js';
import { openSession, type Session } from '../../session/session.js';
import { parseService } from '../../wire/names.js';
import { writeWhole } from './files.js';
import type { Installation } from './prepare-installation.js';
import { consoleUrl } from './service-config.js';

/** The sign-in page knows the console by this name. */
const CLIENT = 'console';

/**
 * Registers the console as a client of the sign-in page, if a console runs, and stores its secret. Later starts only
 * update the console's address.
 */
export async function registerConsole(
  { layout, plan, secrets }: Installation,
  options: Omit<Parameters<typeof openSession>[0], 'globals'>,
): Promise<void> {
  const url = consoleUrl(plan);
  if (url === undefined) return;
  const globals = { config: layout.clientConfig, timeout: 20, as: 'operator' };
  const session = openSession({ ...options, globals });
  try {
    await putConsole(session, { url, secretFile: secrets.consoleSecret, comment: 'gatepost up' });
  } finally {
    session.close();
  }
}

/**
 * Makes the console at `url` a client of the sign-in page. Creates a secret if the file does not exist.
 * @returns whether a secret was created
 */
export async function putConsole(
  session: Pick<Session, 'call'>,
  of: { readonly url: string; readonly secretFile: string; readonly comment: string },
): Promise<boolean> {
  const { url, secretFile, comment } = of;
  const { secret } = await session.call(ClientAdmin.putClient, {
    client: {
      ...{ id: CLIENT, name: 'Console', service: parseService('WebAdminUI'), domains: ['*'] },
      networks: [],
      kind: {
        $case: 'oidc',
        value: {
          redirectUris: [`${url}/signed-in`],
          ...{ postLogoutRedirectUris: [], backchannelLogoutUri: '' },
          ...{ public: false, withoutPkce: false },
        },
      },
      createdAt: undefined,
    },
    newSecret: !existsSync(secretFile),
    actor: { onBehalfOf: '', comment },
  });
  if (secret === '') return false;
  writeWhole(secretFile, `${secret}\n`, 0o600);
  return true;
}
