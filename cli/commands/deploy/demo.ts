import { defineCommand } from '../../define-command.js';
import { EXIT } from '../../output/exit.js';
import { findClientConfig } from '../../session/find-config.js';

export const deployDemo = defineCommand({
  usage: 'demo',
  about: "Make the demo's domains and people, and play their logins.",
  details: `Exit 3 if a login is not decided as expected. Leaves out single sign-on, whose provider only runs with "up
--demo". Not for an installation with real people.`,
  examples: ['deploy demo', 'deploy demo --config client.yaml'],
  async run(session) {
    const { playDemo } = await import('../../up/demo/play-demo.js');
    const { asExpected, not } = await playDemo({
      out: session.out,
      clientConfig: findClientConfig(session.globals),
      signal: session.signal,
    });
    const tally = { asExpected, not };
    session.out.item(tally, () => `decisions: ${asExpected} as expected, ${not} not`);
    return not === 0 ? EXIT.ok : EXIT.finding;
  },
});
