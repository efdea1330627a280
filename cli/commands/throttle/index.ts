import type { Node } from '../../define-command.js';
import { throttleClear } from './clear.js';
import { throttleList } from './list.js';

export const THROTTLE: Node = {
  name: 'throttle',
  about: 'Counted failures, and who is rate-limited',
  commands: [throttleList, throttleClear],
};
