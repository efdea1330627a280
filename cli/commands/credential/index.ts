import type { Node } from '../../define-command.js';
import { backendGet } from './backend/get.js';
import { backendSet } from './backend/set.js';
import { backendTest } from './backend/test.js';

export const CREDENTIAL: Node = {
  name: 'credential',
  about: 'Where main passwords are verified',
  commands: [
    {
      name: 'backend',
      about: 'The back end of each domain',
      commands: [backendSet, backendGet, backendTest],
    },
  ],
};
