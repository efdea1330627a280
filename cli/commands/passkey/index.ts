import type { Node } from '../../define-command.js';
import { passkeyHosts } from './hosts.js';
import { passkeyList } from './list.js';
import { passkeyModels } from './models.js';
import { passkeyRemove } from './remove.js';
import { passkeyRestore } from './restore.js';

export const PASSKEY: Node = {
  name: 'passkey',
  about: 'Passkeys',
  commands: [passkeyList, passkeyRemove, passkeyRestore, passkeyHosts, passkeyModels],
};
