import type { Node } from '../../define-command.js';
import { policyApply } from './apply.js';
import { policyDiff } from './diff.js';
import { policyExplain } from './explain.js';
import { policyGet } from './get.js';
import { policyHistory } from './history.js';
import { policyImportCarbonio } from './import-carbonio.js';
import { policyList } from './list.js';
import { policyMatrix } from './matrix.js';
import { policyPropose } from './propose.js';
import { policyRehearse } from './rehearse.js';
import { policyRemove } from './remove.js';
import { policyRollback } from './rollback.js';
import { policySchema } from './schema.js';
import { POLICY_TRIAL } from './trial/index.js';
import { policyValidate } from './validate.js';

export const POLICY: Node = {
  name: 'policy',
  about: 'Policy documents: what decides logins',
  commands: [
    policyApply,
    policyValidate,
    policySchema,
    policyGet,
    policyList,
    policyHistory,
    policyDiff,
    policyRollback,
    policyRemove,
    policyExplain,
    policyMatrix,
    policyRehearse,
    POLICY_TRIAL,
    policyPropose,
    {
      name: 'import',
      about: 'Documents from the settings of other systems',
      commands: [policyImportCarbonio],
    },
  ],
};
