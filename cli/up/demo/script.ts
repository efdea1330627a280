import type { Cast } from './cast.js';

/** What a login of the demo presents. A code is one that the authenticator shows now. */
export type Presented =
  | 'password'
  | 'wrong password'
  | 'mobile password'
  | 'code'
  | 'same code'
  | 'single sign-on'
  | 'same response';

/** One login of the demo, and the decision that it should get. */
export interface DemoLogin {
  readonly account: string;
  readonly service: 'Imap' | 'Smtp' | 'EAS' | 'WebUI' | 'SOAP';
  readonly from: string;
  readonly presented: readonly Presented[];
  /** Asks for trust in the address, for this many seconds. */
  readonly rememberSeconds?: number;
  /** Begins only after the trust granted last has expired. */
  readonly afterTrust?: true;
  readonly expect: {
    readonly decision: 'ALLOW' | 'CHALLENGE' | 'DENY';
    readonly reason: string;
    readonly rule: string;
  };
}

const SATISFIED = { decision: 'ALLOW', reason: 'RULE_SATISFIED' } as const;
const deny = (reason: string, rule: string) => ({ decision: 'DENY', reason, rule }) as const;

/** The logins of the domain whose people sign in at an identity provider. */
export function singleSignOnScript({ dora, office, elsewhere }: Cast): DemoLogin[] {
  return [
    login(dora, 'Imap', office, ['password'], { ...SATISFIED, rule: 'on campus' }),
    login(dora, 'WebUI', elsewhere, ['password'], { ...CHALLENGED, rule: CAMPUS_WEB }),
    login(dora, 'WebUI', elsewhere, ['single sign-on'], { ...SATISFIED, rule: CAMPUS_WEB }),
    login(dora, 'WebUI', elsewhere, ['same response'], deny('BAD_SAML_RESPONSE', CAMPUS_WEB)),
  ];
}

/** The logins of the demo, in order. */
export function demoScript(cast: Cast): DemoLogin[] {
  const { luca, bea, carl, nobody, helpdesk, billing, office, home, elsewhere } = cast;
  return [
    login(luca, 'Imap', office, ['password'], { ...SATISFIED, rule: 'the office' }),
    login(luca, 'Imap', office, ['wrong password'], deny('BAD_CREDENTIALS', 'the office')),
    login(nobody, 'Imap', office, ['wrong password'], deny('BAD_CREDENTIALS', 'the office')),
    login(luca, 'Imap', elsewhere, ['password'], deny('NO_RULE', '')),
    login(luca, 'EAS', elsewhere, ['mobile password'], { ...SATISFIED, rule: PHONES }),
    login(luca, 'EAS', elsewhere, ['password'], deny('WRONG_CREDENTIAL_FOR_SERVICE', PHONES)),
    login(
      luca,
      'Imap',
      office,
      ['mobile password'],
      deny('WRONG_CREDENTIAL_FOR_SERVICE', 'the office'),
    ),
    login(helpdesk, 'SOAP', '198.51.100.10', ['password'], { ...SATISFIED, rule: HELPDESK }),
    login(helpdesk, 'SOAP', '198.51.100.11', ['password'], deny('NO_RULE', '')),
    login(luca, 'WebUI', home, ['password'], CHALLENGED),
    {
      ...login(luca, 'WebUI', home, ['password', 'code'], { ...SATISFIED, rule: WEBMAIL }),
      rememberSeconds: 3,
    },
    login(luca, 'Imap', home, ['password'], { ...SATISFIED, rule: HOME }),
    login(luca, 'WebUI', home, ['password', 'same code'], deny('BAD_SECOND_FACTOR', WEBMAIL)),
    { ...login(luca, 'Imap', home, ['password'], deny('NO_RULE', '')), afterTrust: true },
    login(bea, 'WebUI', home, ['password', 'code'], { ...SATISFIED, rule: BOLT_WEB }),
    login(bea, 'Imap', home, ['password'], deny('DENIED_BY_RULE', 'no mail programs')),
    login(billing, 'Smtp', '192.0.2.44', ['password'], { ...SATISFIED, rule: BILLING }),
    login(carl, 'WebUI', elsewhere, ['password'], { ...SATISFIED, rule: 'the web client' }),
    login(carl, 'Smtp', elsewhere, ['password'], deny('NO_RULE', '')),
  ];
}

const PHONES = 'phones, with a mobile password';
const HELPDESK = "the help desk's SOAP call";
const WEBMAIL = 'webmail, with a second factor';
const HOME = 'a trusted home address';
const BOLT_WEB = 'the web client, with a second factor';
const CAMPUS_WEB = 'webmail, by single sign-on';
const BILLING = 'billing sends invoices';
const CHALLENGED = { decision: 'CHALLENGE', reason: 'FACTOR_REQUIRED', rule: WEBMAIL } as const;

function login(
  account: string,
  service: DemoLogin['service'],
  from: string,
  presented: readonly Presented[],
  expect: DemoLogin['expect'],
): DemoLogin {
  return { account, service, from, presented, expect };
}
