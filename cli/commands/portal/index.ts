import type { Node } from '../../define-command.js';
import { brandingRemove } from './branding-remove.js';
import { brandingSet } from './branding-set.js';
import { brandingShow } from './branding-show.js';
import { clientAdd } from './client-add.js';
import { clientList } from './client-list.js';
import { clientRemove } from './client-remove.js';

export const PORTAL: Node = {
  name: 'portal',
  about: 'The sign-in page',
  commands: [
    {
      name: 'client',
      about: 'Webmails that people sign in to, and hosts behind forward authentication',
      commands: [clientAdd, clientList, clientRemove],
    },
    {
      name: 'branding',
      about: 'How the sign-in page looks to a domain’s people',
      commands: [brandingSet, brandingShow, brandingRemove],
    },
  ],
};
