import type { Node } from '../../../define-command.js';
import { trialEnd } from './end.js';
import { trialShow } from './show.js';
import { trialStart } from './start.js';

export const POLICY_TRIAL: Node = {
  word: 'trial',
  about: 'A document that rides beside the one in force, and has no say',
  commands: [trialStart, trialShow, trialEnd],
};
