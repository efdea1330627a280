import { administratorGate } from '../../libs/administer/index.js';
import { runService } from '../../libs/kit/run-service.js';
import { ticketCheck } from '../../libs/not-before/index.js';
import { assemble } from './assemble.js';
import { noticeSettings } from './config.js';

await runService({
  name: 'notice',
  settings: noticeSettings,
  wire: async (base, config) => {
    const notice = assemble({ ...base, config });
    base.onStop(notice.start());
    const { db, clock } = base;
    const keys = config['ticket-keys'];
    const check = ticketCheck(base.peer('trust-store'));
    return {
      services: notice.services,
      administrators: administratorGate({ keys, clock, store: 'notice', check, db }),
    };
  },
});
