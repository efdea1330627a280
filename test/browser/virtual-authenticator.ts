import type { CDPSession, Page } from 'playwright-core';

export interface Kind {
  readonly transport: 'internal' | 'usb' | 'hybrid';
  readonly resident: boolean;
  readonly verifies: boolean;
}

/** Chromium's virtual authenticators. @see https://chromedevtools.github.io/devtools-protocol/tot/WebAuthn/ */
export async function openWebAuthn(page: Page): Promise<CDPSession> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  return devtools;
}

/** @returns the authenticator's id */
export async function plugIn(
  devtools: CDPSession,
  { transport, resident, verifies }: Kind,
): Promise<string> {
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport, hasResidentKey: resident },
      ...{ hasUserVerification: verifies, isUserVerified: verifies },
      ...{ automaticPresenceSimulation: true },
    },
  });
  return authenticatorId;
}

/** Sets whether the person touches it. An authenticator that nobody touches waits, and another can answer. */
export async function touch(
  devtools: CDPSession,
  authenticatorId: string,
  enabled: boolean,
): Promise<void> {
  const method = 'WebAuthn.setAutomaticPresenceSimulation';
  await devtools.send(method, { authenticatorId, enabled });
}
