import type { Node } from '../../define-command.js';
import { accessAdd } from './add.js';
import { accessList } from './list.js';
import { accessRemove } from './remove.js';

export const ACCESS: Node = {
  name: 'access',
  about: 'Administrators of some domains, each with a certificate of their own',
  commands: [accessAdd, accessList, accessRemove],
};
