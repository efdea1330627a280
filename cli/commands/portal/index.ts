import type { Node } from '../../define-command.js';
import { clientAdd } from './client-add.js';
import { clientList } from './client-list.js';
import { clientRemove } from './client-remove.js';

export const PORTAL: Node = {
  word: 'portal',
  about: 'The sign-in page',
  commands: [
    {
      word: 'client',
      about: 'Webmails that people sign in to, and hosts behind forward authentication',
      commands: [clientAdd, clientList, clientRemove],
    },
  ],
};
