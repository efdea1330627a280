import { type Login, type Story, secondsOf } from './read-story.js';

/**
 * The logins of a story that cannot be played while a kind of factor has not landed, each with why:
 * those that present it, those that expect what only it makes possible, and those that stand on
 * trust which one of these would have granted.
 */
export function findWaiting(story: Story, landed: { saml: boolean }): Map<string, string> {
  const waiting = new Map<string, string>();
  if (landed.saml) return waiting;
  /** What a login that waits would have granted, and how long that would hold. */
  let ungranted: { id: string; account: string; ip?: string; device?: string; left: number }[] = [];
  for (const step of story.logins) {
    if ('wait' in step) {
      const passed = secondsOf(step.wait);
      ungranted = ungranted
        .map((grant) => ({ ...grant, left: grant.left - passed }))
        .filter(({ left }) => left > 0);
    }
    if (!('id' in step)) continue;
    const why = whyItWaits(step) ?? standsOn(step, ungranted);
    if (why === undefined) continue;
    waiting.set(step.id, why);
    const { id, account, device } = step;
    if (step.granted?.includes('ip')) {
      ungranted.push({ id, account, ip: step.ip, left: lifetime(story, step, 'ip') });
    }
    if (device !== undefined && step.granted?.includes('device')) {
      ungranted.push({ id, account, device, left: lifetime(story, step, 'device') });
    }
  }
  return waiting;
}

function whyItWaits(login: Login): string | undefined {
  if (login.present.some((item) => item === 'saml' || item.startsWith('saml:'))) {
    return 'presents saml';
  }
  const others = login.missing?.filter((alternative) => !alternative.includes('saml'));
  return others?.length === 0 && login.missing?.length !== 0 ? 'expects saml alone' : undefined;
}

function standsOn(
  login: Login,
  ungranted: readonly { id: string; account: string; ip?: string; device?: string }[],
): string | undefined {
  if (login.expect !== 'ALLOW') return undefined;
  const grant = ungranted.find(
    ({ account, ip, device }) =>
      account === login.account &&
      (ip === login.ip || (device !== undefined && device === login.device)),
  );
  return grant === undefined ? undefined : `stands on the trust of ${grant.id}`;
}

/** Asked for, and capped by the document. */
function lifetime(story: Story, login: Login, kind: 'ip' | 'device'): number {
  const domain = login.account.split('@')[1];
  const document = story.policies.find((policy) => policy.domain === domain);
  const trust = document?.trust as Record<string, { max: string }> | undefined;
  const asked = secondsOf(login.remember?.[kind] ?? '0s');
  return Math.min(asked, secondsOf(trust?.[kind]?.max ?? '0s'));
}
