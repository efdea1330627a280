import type { Node } from '../../define-command.js';
import { passkeyList } from './list.js';
import { passkeyRemove } from './remove.js';
import { passkeyRestore } from './restore.js';

export const PASSKEY: Node = {
  word: 'passkey',
  about: 'Passkeys',
  commands: [passkeyList, passkeyRemove, passkeyRestore],
};
