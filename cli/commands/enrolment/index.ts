import type { Node } from '../../define-command.js';
import { enrolmentEnd } from './end.js';
import { enrolmentRemind } from './remind.js';
import { enrolmentShow } from './show.js';

export const ENROLMENT: Node = {
  name: 'enrolment',
  about: 'Who has no second factor, until when, and reminding them',
  commands: [enrolmentShow, enrolmentRemind, enrolmentEnd],
};
