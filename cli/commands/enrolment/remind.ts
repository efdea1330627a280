import { PolicyAdminServiceService as PolicyAdmin } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';
import { parseWhole } from '../../input/durations.js';
import { A_CALL, DAYS_OPTION, type FindOptions, findWithoutFactor } from './find-without-factor.js';

type Options = ActorOptions &
  FindOptions & { readonly daysBefore?: number; readonly dryRun?: boolean };

const USUAL_DAYS_BEFORE = 7;

export const enrolmentRemind = defineCommand<Options>({
  usage: 'remind <domain>',
  about: 'Remind people without a second factor by mail.',
  details: `Each person gets one mail, some days before the end of their own grace period, unless they have set up a
second factor by then. If the period ends sooner, the mail is sent at once. The date follows the document: if the
document changes, the mail moves with it. With --dry-run, only counts the people.`,
  options: [
    {
      flags: '--days-before <n>',
      about: `days before the end of the grace period (default: ${USUAL_DAYS_BEFORE})`,
      read: (text) => parseWhole(text, { min: 1, max: 90 }),
    },
    { flags: '--dry-run', about: 'count, change nothing' },
    DAYS_OPTION,
    ...ACTOR_OPTIONS,
  ],
  examples: ['enrolment remind a.tld --dry-run', 'enrolment remind a.tld --days-before 14'],
  async run(session, [domain = ''], options) {
    const { daysBefore = USUAL_DAYS_BEFORE, dryRun = false } = options;
    const { without } = await findWithoutFactor(session, domain, options);
    const names = without.map(({ account }) => account);
    let [waiting, withoutGrace] = [0, 0];
    for (let n = 0; n < names.length; n += A_CALL) {
      const accounts = names.slice(n, n + A_CALL);
      const request = { domain, accounts, daysBefore, dryRun, actor: actorFrom(options) };
      const answer = await session.call(PolicyAdmin.remindToEnrol, request);
      waiting += answer.waiting;
      withoutGrace += answer.withoutGrace;
    }
    const will = dryRun ? 'would be' : 'will be';
    session.out.result({ waiting, withoutGrace, dryRun }, () =>
      [
        `${waiting} ${will} reminded, ${daysBefore} days before the end of their grace period`,
        ...(withoutGrace === 0 ? [] : [withoutGraceText(withoutGrace)]),
      ].join('\n'),
    );
    return undefined;
  },
});

function withoutGraceText(n: number): string {
  const have = n === 1 ? 'has' : 'have';
  return `${n} ${have} no grace period, or one that has ended: not reminded. The document gives one with enrolment.grace-until or grace-groups.`;
}
