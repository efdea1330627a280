import type { Node } from '../../define-command.js';
import { accountAdd } from './add.js';
import { accountImport } from './import.js';
import { accountImportHash } from './import-hash.js';
import { accountList } from './list.js';
import { accountRemoval } from './removal.js';
import { accountRemove } from './remove.js';
import { accountSetPassword } from './set-password.js';
import { accountShow } from './show.js';

export const ACCOUNT: Node = {
  name: 'account',
  about: 'Accounts whose main password is stored here',
  commands: [
    accountAdd,
    accountList,
    accountShow,
    accountSetPassword,
    accountImportHash,
    accountImport,
    accountRemove,
    accountRemoval,
  ],
};
