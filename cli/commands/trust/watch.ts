import { TrustWatchServiceService as TrustWatch } from '../../../libs/gen/gatepost/truststore/v1/trust_store.js';
import { defineCommand } from '../../define-command.js';
import { formatTime } from '../../output/times.js';
import { trustKindName } from '../../wire/names.js';
import { viewTrust } from './view-trust.js';

export const trustWatch = defineCommand<{ after?: string }>({
  usage: 'watch <domains...>',
  about: 'Follow ends of trust, until Ctrl-C.',
  details: `For programs that end live sessions. Each end arrives at least once; --after continues where an earlier
watch stopped. "*" means every domain.`,
  options: [{ flags: '--after <position>', about: 'the last position that was processed' }],
  examples: ['trust watch a.tld b.tld', `trust watch '*' --json`],
  async run({ follow, out, signal }, domains, { after = '' }) {
    const request = { domains: [...domains], after };
    try {
      for await (const { trust, why, time, position } of follow(TrustWatch.watch, request)) {
        if (trust === undefined) continue;
        const what = trust.prefix === '' ? trust.label : trust.prefix;
        const kind = trustKindName(trust.kind);
        out.item({ position, why, time, trust: viewTrust(trust) }, () =>
          [formatTime(time), why, trust.account, kind, what].join('  '),
        );
      }
    } catch (error) {
      // Ctrl-C is the normal end.
      if (!signal.aborted) throw error;
    }
    return undefined;
  },
});
