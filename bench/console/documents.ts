import { documentOf, domainName } from '../engine/domains.js';
import { LARGE } from './sizes.js';

export interface SourceText {
  /** `a.tld`, `*`, `template:standard` */
  readonly name: string;
  readonly text: string;
}

const OPERATORS = 'operators.example';
export const OPERATOR = `opal@${OPERATORS}`;
export const ADMINISTRATOR = `anna@${LARGE}`;

const ADMINISTRATION =
  '  - { name: administration, services: [WebAdminUI], require: password + otp }\n';
const SESSIONS = '  session: { default: 8h, max: 24h }\n';

/** What binds all domains, and the operators' own. */
export const SHARED: readonly SourceText[] = [
  {
    name: '*',
    text: `domain: "*"
operators: [${OPERATOR}]
rules: [{ name: nobody, deny: There is no such domain. }]
`,
  },
  {
    name: 'template:standard',
    text: 'template: standard\nnetworks: { partners: [198.51.100.192/28] }\n',
  },
  {
    name: OPERATORS,
    text: `domain: ${OPERATORS}\nrules:\n${ADMINISTRATION}trust:\n${SESSIONS}`,
  },
];

/** The document of the nth domain: a typical one that extends a template. */
export function textOf(n: number, mobileDays = 2): string {
  const own = `${documentOf(n).replace('48h', `${mobileDays * 24}h`)}extends: [standard]\n`;
  if (domainName(n) !== LARGE) return own;
  return `${own.replace('rules:\n', `rules:\n${ADMINISTRATION}`).replace('trust:\n', `trust:\n${SESSIONS}`)}administrators:
  full: [${ADMINISTRATOR}]
`;
}
