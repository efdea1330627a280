import type { Node } from '../../define-command.js';
import { policyApply, policyValidate } from './apply.js';
import { policyDiff } from './diff.js';
import { policyExplain } from './explain.js';
import { policyGet } from './get.js';
import { policyHistory, policyList } from './list.js';
import { policyMatrix } from './matrix.js';
import { policyRehearse } from './rehearse.js';
import { policyRemove, policyRollback } from './rollback.js';

export const POLICY: Node = {
  word: 'policy',
  about: 'Policy documents: what decides logins',
  commands: [
    policyApply,
    policyValidate,
    policyGet,
    policyList,
    policyHistory,
    policyDiff,
    policyRollback,
    policyRemove,
    policyExplain,
    policyMatrix,
    policyRehearse,
  ],
};
