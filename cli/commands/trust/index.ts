import type { Node } from '../../define-command.js';
import { trustList } from './list.js';
import { trustRevoke } from './revoke.js';
import { trustWatch } from './watch.js';

export const TRUST: Node = {
  name: 'trust',
  about: 'Addresses and devices that people trust, and sessions',
  commands: [trustList, trustRevoke, trustWatch],
};
