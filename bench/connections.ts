import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Service } from '../libs/gen/gatepost/common/v1/common.js';
import {
  AuthorizeRequest,
  AuthorizeStreamRequest,
} from '../libs/gen/gatepost/policy/v1/authorization.js';
import { complete } from '../libs/grpc/wire/complete.js';
import type { Bench, Figures } from './bench.js';
import type { Wanted } from './connections/hold-process.js';
import { shareOf } from './factors/shares.js';
import { POLICY } from './login/cases.js';
import { framed, openLoad } from './login/load.js';
import { cpuSeconds, memoryOf, policyProcess } from './policy-scale/watch.js';
import { startMeasured } from './trust/installation.js';

const CONNECTIONS = Number(process.env.BENCH_CONNECTIONS ?? 10_000);
/** As many as one caller may have. */
const STREAMS = 125;
const LOGINS = 2_000;
const IDLE_MS = 10_000;

const login = complete(AuthorizeRequest, {
  ...{ account: 'u1@a.tld', clientIp: '203.0.113.9' },
  ...{ service: Service.IMAP, passwordVerified: true },
});
const SERVICE = '/gatepost.policy.v1.AuthorizationService';
const STREAM = `${SERVICE}/AuthorizeStream`;
const frame = framed(
  AuthorizeStreamRequest.encode(complete(AuthorizeStreamRequest, { id: 1n, login })).finish(),
).toString('base64');

export const bench: Bench = {
  about: 'idle connections and open streams: what each holds, and logins beside them',
  async run(tell) {
    const measured = await startMeasured({}, tell);
    const closing: (() => unknown)[] = [() => measured.close()];
    try {
      await measured.apply(POLICY);
      const files = measured.tls('mail');
      const pid = policyProcess(measured.home);
      const load = openLoad(measured.policyPort, files);
      closing.push(() => load.close());
      const logins = async () => {
        const samples = await load.unary({
          ...{ path: `${SERVICE}/Authorize`, count: LOGINS },
          ...{ inFlight: 4, check: () => undefined },
          request: () => AuthorizeRequest.encode(login).finish(),
        });
        return { p50_ms: ms(samples, 0.5), p99_ms: ms(samples, 0.99) };
      };
      const figures: Figures[] = [];
      const note = async (what: string) => {
        const timed = await logins();
        // What the logins left behind is collected before memory is read.
        const before = cpuSeconds(pid);
        await sleep(IDLE_MS);
        const idle = ((cpuSeconds(pid) - before) * 1000 * 1000) / IDLE_MS;
        figures.push({
          what,
          policy_mb: memoryOf(pid).now,
          idle_cpu_ms_s: idle.toFixed(1),
          ...timed,
        });
        tell(JSON.stringify(figures.at(-1)));
      };
      await logins();
      await note('nothing else');
      const file = fileURLToPath(new URL('./connections/hold-process.js', import.meta.url));
      const options = JSON.stringify({ port: measured.policyPort, files });
      const holder = fork(file, [options]);
      closing.push(() => holder.disconnect());
      const hold = async (wanted: Partial<Wanted>) => {
        const told = once(holder, 'message');
        holder.send({ connections: 0, streams: 0, path: STREAM, frame, ...wanted });
        const [now] = await told;
        return now as { connections: number; streams: number };
      };
      const since = performance.now();
      const { connections } = await hold({ connections: CONNECTIONS });
      const took = (performance.now() - since) / 1000;
      await note(`${connections} idle connections, opened in ${took.toFixed(0)} s`);
      const { streams } = await hold({ streams: STREAMS });
      await note(`and ${streams} streams, one login each in ten seconds`);
      return {
        figures,
        notes: ['policy: resident memory, and processor time while it has nothing to decide'],
      };
    } finally {
      for (const close of closing.reverse()) await close();
    }
  },
};

const ms = (samples: number[], share: number) => shareOf(samples, share).toFixed(1);
