import type { Node } from '../../define-command.js';
import { accountAdd, accountSetPassword } from './add.js';
import { accountImportHash } from './import-hash.js';
import { accountList } from './list.js';
import { accountRemoval, accountRemove } from './remove.js';

export const ACCOUNT: Node = {
  word: 'account',
  about: 'Accounts whose main password is kept here',
  commands: [
    accountAdd,
    accountList,
    accountSetPassword,
    accountImportHash,
    accountRemove,
    accountRemoval,
  ],
};
