import type { Node } from '../../define-command.js';
import { appPasswordAdd } from './add.js';
import { appPasswordList } from './list.js';
import { appPasswordRevoke } from './revoke.js';

export const APP_PASSWORD: Node = {
  name: 'app-password',
  about: 'Generated passwords, each for named services',
  commands: [appPasswordAdd, appPasswordList, appPasswordRevoke],
};
