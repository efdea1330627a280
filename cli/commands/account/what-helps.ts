/**
 * What an administrator can do about a refusal, by its reason; docs/cannot-sign-in.md says more
 * about each.
 * @param account the account that was refused
 */
export function whatHelps(reason: string, account: string): string {
  switch (reason) {
    case 'BAD_CREDENTIALS':
      return `the password or the spelling of the account is wrong; if Gatepost stores the password: gatepost account set-password ${account}`;
    case 'BAD_SECOND_FACTOR':
      return `wrong or used code: set the clock of the device, wait for its next code, or use a recovery code; gatepost otp list ${account}`;
    case 'BAD_PASSKEY':
      return `the passkey is of another site, was removed or was copied: sign in with another factor and make a new passkey; gatepost passkey list ${account}`;
    case 'BAD_SAML_RESPONSE':
      return "the identity provider's response failed a check: docs/saml.md explains it";
    case 'SESSION_ENDED':
      return 'the sign-in behind the webmail has ended: sign in there again';
    case 'WRONG_CREDENTIAL_FOR_SERVICE':
      return `a main password was given instead of an app password, or the other way round; gatepost app-password list ${account}`;
    case 'NO_RULE':
      return `no rule matches this service from this address: gatepost policy explain ${account} <service> <address>`;
    case 'DENIED_BY_RULE':
      return 'the named rule denies it: change the rule if it should not';
    case 'ENROLMENT_REQUIRED':
      return 'a second factor is needed and there is none: set one up from where the policy allows it (enrolment.from)';
    case 'CANNOT_CHALLENGE':
      return 'the program cannot ask for a second factor: trust the address in webmail, or use an app password, if the policy allows that';
    case 'RATE_LIMITED':
      return `too many failures: wait, or gatepost throttle clear ${account}`;
    default:
      return '';
  }
}
