import type { Node } from '../../define-command.js';
import { noticeRemoveAddress } from './remove-address.js';
import { noticeShow } from './show.js';

export const NOTICE: Node = {
  name: 'notice',
  about: 'Mails to people about their own accounts',
  commands: [noticeShow, noticeRemoveAddress],
};
