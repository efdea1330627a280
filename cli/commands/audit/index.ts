import type { Node } from '../../define-command.js';
import { auditErase } from './erase.js';
import { auditExport } from './export.js';
import { auditProve } from './prove.js';
import { auditQuery } from './query.js';
import { auditRepair } from './repair.js';
import { auditReplay } from './replay.js';
import { auditStats } from './stats.js';
import { auditTail } from './tail.js';
import { auditVerify } from './verify.js';

export const AUDIT: Node = {
  name: 'audit',
  about: 'The record: who got in, from where and why',
  commands: [
    auditQuery,
    auditTail,
    auditStats,
    auditVerify,
    auditProve,
    auditExport,
    auditReplay,
    auditErase,
    auditRepair,
  ],
};
