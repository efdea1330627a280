import { expect, it } from 'vitest';
import { nameOfSubject, readConsoleAct } from './console-act.js';

const RPC = 'gatepost.otp.v1.OtpAdminService/ResetAccount';
const DIGEST = 'a'.repeat(43);

it('reads an act that the page has words for, with the account in canonical form', () => {
  expect(readConsoleAct(`${RPC} Luca@A.tld ${DIGEST}`)).toEqual({
    ...{ rpc: RPC, subject: 'luca@a.tld', request: DIGEST },
  });
});

it('reads an act on a client of the sign-in page', () => {
  const rpc = 'gatepost.policy.v1.ClientAdminService/PutClient';
  const act = readConsoleAct(`${rpc} client:webmail ${DIGEST}`);
  expect(act).toEqual({ rpc, subject: 'client:webmail', request: DIGEST });
  expect(act && nameOfSubject(act)).toBe('webmail');
});

it('refuses an act that it could not show', () => {
  for (const bad of [
    '',
    RPC,
    `${RPC} luca@a.tld`,
    `${RPC} luca@a.tld ${DIGEST} more`,
    `${RPC} luca ${DIGEST}`,
    `${RPC} luca@a.tld ${DIGEST}a`,
    `gatepost.policy.v1.PolicyAdminService/Apply luca@a.tld ${DIGEST}`,
    `constructor luca@a.tld ${DIGEST}`,
    `${RPC} client:webmail ${DIGEST}`,
    `gatepost.policy.v1.ClientAdminService/PutClient luca@a.tld ${DIGEST}`,
    `gatepost.policy.v1.ClientAdminService/RemoveClient client: ${DIGEST}`,
    `gatepost.policy.v1.ClientAdminService/RemoveClient client:WEB ${DIGEST}`,
  ]) {
    expect(readConsoleAct(bad), bad).toBeUndefined();
  }
});
