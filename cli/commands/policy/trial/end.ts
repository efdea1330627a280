import { PolicyAdminServiceService as PolicyAdmin } from '../../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { defineCommand } from '../../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../../input/common-options.js';
import { CliError } from '../../../output/exit.js';
import { documentNamed } from '../document-argument.js';
import { viewTrial } from './view-trial.js';

export const trialEnd = defineCommand<ActorOptions>({
  usage: 'end <document>',
  about: 'End the trial of a document.',
  details: `Its results stay in the events of the logins. A trial ends by itself when its document is applied.`,
  options: ACTOR_OPTIONS,
  examples: ['policy trial end a.tld'],
  async run({ call, out }, [given = ''], options) {
    const document = documentNamed(given, 'name that');
    const { trial } = await call(PolicyAdmin.endTrial, { document, actor: actorFrom(options) });
    if (trial === undefined) throw new CliError('the server sent no trial');
    out.result({ ended: viewTrial(trial) }, () => `the trial of ${trial.document} has ended`);
    return undefined;
  },
});
