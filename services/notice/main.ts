import { runService } from '../../libs/kit/run-service.js';
import { assemble } from './assemble.js';
import { noticeSettings } from './config.js';

await runService({
  name: 'notice',
  settings: noticeSettings,
  wire: async (base, config) => {
    const notice = assemble({ ...base, config });
    base.onStop(notice.start());
    return { services: notice.services };
  },
});
