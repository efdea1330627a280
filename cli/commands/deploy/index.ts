import type { Node } from '../../define-command.js';
import { deployCertificate } from './certificate.js';
import { deployConsole } from './console.js';
import { deployDemo } from './demo.js';
import { deployInit } from './init.js';
import { deployMigrate } from './migrate.js';

export const DEPLOY: Node = {
  name: 'deploy',
  about: 'An installation whose services are containers',
  commands: [deployInit, deployCertificate, deployMigrate, deployConsole, deployDemo],
};
