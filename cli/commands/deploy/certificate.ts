import { join, resolve } from 'node:path';
import { defineCommand } from '../../define-command.js';
import { CliError, EXIT } from '../../output/exit.js';

interface Options {
  readonly authority: string;
  readonly to: string;
}

export const deployCertificate = defineCommand<Options>({
  usage: 'certificate <identity>',
  about: 'Make the certificate of one more caller, such as a front-end that asks over mutual TLS.',
  details: `Writes ca.crt, <name>.crt and <name>.key. The certificate lasts 90 days; repeating the command renews it
when less than 30 are left. The certificate allows nothing by itself: the allow-list of each service says what its
identity, spiffe://gatepost/<role>/<name>, may call.`,
  options: [
    {
      flags: '--authority <dir>',
      about:
        'where ca.crt and ca.key are: .gatepost/certificates of up, authority/certificates of deploy init',
      required: true,
    },
    { flags: '--to <dir>', about: 'where the three files go', required: true },
  ],
  examples: [
    'deploy certificate front-end/envoy --authority .gatepost/certificates --to envoy',
    'deploy certificate front-end/traefik --authority files/authority/certificates --to traefik',
  ],
  async run(session, [word = ''], { authority, to }) {
    const { ensureCertificate, parseIdentity, ROLES } = await import(
      '../../../libs/certificates/index.js'
    );
    const identity = parseIdentity(`spiffe://gatepost/${word}`);
    if (identity === null) {
      const form = `a role (${ROLES.join(', ')}), "/" and a name of a-z, 0-9, ".", "_", "-"`;
      throw new CliError(`${JSON.stringify(word)} is not an identity: ${form}`, EXIT.usage);
    }
    const { copy } = await import('../../deploy/copy.js');
    const dir = resolve(authority);
    const made = await ensureCertificate({ dir, identity, now: Date.now() }).catch((error) => {
      throw new CliError((error as Error).message);
    });
    copy(made.ca, join(to, 'ca.crt'), 0o644);
    copy(made.key, join(to, `${identity.name}.key`), 0o600);
    copy(made.cert, join(to, `${identity.name}.crt`), 0o644);
    session.out.result({ identity: identity.uri, to, made: made.issued }, () =>
      made.issued
        ? `${to}: a certificate of ${identity.uri}`
        : `${to}: ${identity.uri}, still good`,
    );
    return undefined;
  },
});
