import type { Node } from '../../../define-command.js';
import { trialEnd } from './end.js';
import { trialShow } from './show.js';
import { trialStart } from './start.js';

export const POLICY_TRIAL: Node = {
  name: 'trial',
  about: 'A document that is evaluated beside the one in force, and decides nothing',
  commands: [trialStart, trialShow, trialEnd],
};
