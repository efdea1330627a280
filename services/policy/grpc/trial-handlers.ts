import { notFound } from '../../../libs/errors/index.js';
import type {
  EndTrialRequest,
  EndTrialResponse,
  ListTrialsRequest,
  ListTrialsResponse,
  ShowTrialRequest,
  ShowTrialResponse,
  StartTrialOptions,
  StartTrialRequest,
  StartTrialResponse,
} from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import {
  ALL_DOMAINS,
  type CallContext,
  type Domains,
  NO_DOMAIN,
} from '../../../libs/grpc/index.js';
import { RequestReader } from '../../../libs/grpc/requests/request-reader.js';
import { type ShowTrialPorts, showTrial, type TrialPart } from '../commands/trial/show-trial.js';
import { type StartTrialPorts, startTrial } from '../commands/trial/start-trial.js';
import { checkFor, type Shared } from './check-for.js';
import { documentName, domainsOfDocuments } from './documents-from-wire.js';
import { withKeepalive } from './keepalive.js';
import { authorOf, pageFromWire, tokenAfter } from './policy-from-wire.js';
import type { SetReader } from './read-set.js';
import type { RecordReadLimit } from './record-read-limit.js';
import { streamProgress } from './stream-progress.js';
import { startedToWire, trialPartToWire, trialToWire } from './trial-to-wire.js';

export type TrialPorts = Shared<StartTrialPorts> & Omit<ShowTrialPorts, 'checker' | 'trials'>;

const DAY_MS = 86_400_000;
const REMIND_AFTER_DAYS = { default: 30, max: 365 };
const LISTED = { default: 1000, max: 20_000 };

/** A caller who may apply a document may also try it. */
export const domainsOfTrials = {
  startTrial: ({ part }: StartTrialRequest): Domains =>
    part?.$case === 'file' ? domainsOfDocuments('file.documents', part.value.documents) : NO_DOMAIN,
  showTrial: ({ document }: ShowTrialRequest): Domains =>
    domainsOfDocuments('document', [document]),
  endTrial: ({ document }: EndTrialRequest): Domains => domainsOfDocuments('document', [document]),
  listTrials: (): Domains => ALL_DOMAINS,
};

/** The RPCs of trials. */
export function trialHandlers(ports: TrialPorts, sets: SetReader, recordReads: RecordReadLimit) {
  const { trials, clock } = ports;
  return {
    startTrial: {
      converse: (requests: AsyncIterable<StartTrialRequest>, context: CallContext) =>
        sets.read<StartTrialOptions, StartTrialResponse>(requests, context, async function* (set) {
          const request = {
            ...authorOf(set.options.actor, context, 'options.actor'),
            sources: set.sources,
            remindAfterMs: remindAfter(set.options),
          };
          yield* streamProgress(async (report) => {
            const outcome = await startTrial(
              request,
              checkFor(ports, context, 'while-there'),
              report,
            );
            return { part: startedToWire(outcome, clock.now()) };
          }, context.signal);
        }),
    },

    async *showTrial(
      request: ShowTrialRequest,
      context: CallContext,
    ): AsyncGenerator<ShowTrialResponse> {
      const wanted = { document: named(request), listAtMost: listed(request) };
      const parts = recordReads.during(context, () =>
        showTrial(wanted, checkFor(ports, context, 'while-there')),
      );
      let told: TrialPart = { kind: 'progress', done: 0, total: 0 };
      for await (const part of withKeepalive(parts, () => told)) {
        if (part.kind === 'progress') told = part;
        yield { part: trialPartToWire(part) };
      }
    },

    async endTrial(request: EndTrialRequest, context: CallContext): Promise<EndTrialResponse> {
      const document = named(request);
      const trial = await trials.end(document, authorOf(request.actor, context, 'actor'));
      if (trial === undefined) throw notFound(`no trial of ${document} is running`);
      await ports.refreshTrials();
      return { trial: trialToWire(trial, clock.now()) };
    },

    async listTrials(request: ListTrialsRequest): Promise<ListTrialsResponse> {
      const page = pageFromWire(request.page);
      const found = await trials.list(prefixOf(request), page);
      const keys = found.map(({ document: key }) => ({ key }));
      return {
        trials: found.map((trial) => trialToWire(trial, clock.now())),
        nextToken: tokenAfter(keys, page),
      };
    },
  };
}

function named({ document }: { readonly document: string }): string {
  const reader = new RequestReader();
  const name = documentName(reader, 'document', document);
  reader.finish();
  return name;
}

function prefixOf({ prefix }: ListTrialsRequest): string {
  const reader = new RequestReader();
  const text = reader.text('prefix', prefix, { max: 254 });
  reader.finish();
  return text;
}

function remindAfter({ remindAfterDays }: StartTrialOptions): number {
  const reader = new RequestReader();
  const { max } = REMIND_AFTER_DAYS;
  const days = reader.whole('options.remind_after_days', remindAfterDays, { min: 0, max });
  reader.finish();
  return (days || REMIND_AFTER_DAYS.default) * DAY_MS;
}

function listed({ listAtMost }: ShowTrialRequest): number {
  const reader = new RequestReader();
  const most = reader.whole('list_at_most', listAtMost, { min: 0, max: LISTED.max });
  reader.finish();
  return most || LISTED.default;
}
