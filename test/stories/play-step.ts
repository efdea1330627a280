import type { Message } from '../suite/proto-client.js';
import type { Performance } from './play.js';
import { isLogin, type Login, type Step } from './read-story.js';

/** A step that is not a login. */
export type OtherStep = Exclude<Step, Login>;

/** The title of a step in the test's output. */
export function titleOf(step: Step, index: number): string {
  if (isLogin(step)) {
    const { id, account, service, ip, present, expect: wanted } = step;
    return `${id}: ${account} ${service} ${ip} [${present.join(', ')}] ${wanted}`;
  }
  return `${'id' in step ? step.id : index}: ${JSON.stringify(step)}`;
}

/** Plays a step that is not a login. @throws Error if the result is not what the story says */
export async function playStep(step: OtherStep, performance: Performance): Promise<void> {
  if ('wait' in step) return performance.wait(step.wait);
  if ('until' in step) return performance.until(step.until);
  if ('revoke' in step) return performance.revoke(step.revoke);
  if ('apply' in step) return mustApply(await performance.apply(step.apply));
  if ('set-password' in step) return performance.setPassword(step['set-password']);
  if ('reset-otp' in step) return performance.resetOtp(step['reset-otp']);
  if ('remove-account' in step) return performance.removeAccount(step['remove-account']);
  if ('sign-out' in step) return performance.signOut(step['sign-out']);
  const outcome = await ('enrol' in step ? performance.enrol(step) : performance.use(step));
  if (outcome !== step.expect) throw new Error(`${step.id}: ${outcome}, not ${step.expect}`);
  return undefined;
}

function mustApply({ applied, refused }: Message): void {
  if (applied == null) throw new Error(`refused: ${JSON.stringify(refused)}`);
}
