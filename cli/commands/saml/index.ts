import type { Node } from '../../define-command.js';
import { samlGet } from './get.js';
import { samlImport } from './import.js';
import { samlKeysRetire, samlKeysRotate } from './keys.js';
import { samlMetadata } from './metadata.js';
import { samlRemove } from './remove.js';
import { samlSet } from './set.js';
import { samlValidate } from './validate.js';

export const SAML: Node = {
  name: 'saml',
  about: 'The identity provider of each domain (SAML 2.0)',
  commands: [
    samlImport,
    samlGet,
    samlSet,
    samlRemove,
    samlValidate,
    samlMetadata,
    {
      name: 'keys',
      about: 'The keys of a domain as service provider',
      commands: [samlKeysRotate, samlKeysRetire],
    },
  ],
};
