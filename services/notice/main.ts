import { runService } from '../../libs/lifecycle/index.js';
import { openBase, recordSink } from '../../libs/service/index.js';
import { assemble } from './assemble.js';
import { noticeSettings } from './config.js';

await runService({
  name: 'notice',
  settings: noticeSettings,
  start: async (service) => {
    const { config, onStop } = service;
    const base = await openBase('notice', service);
    if (base === undefined) return undefined;
    const notice = assemble({ ...base, config });
    base.relay(recordSink({ audit: base.peer('audit'), source: '/gatepost/notice' }));
    onStop(notice.start());
    return base.serve([]);
  },
});
