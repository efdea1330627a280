import { invalidArgument, notFound } from '../../../libs/errors/index.js';
import {
  type Document,
  PolicyAdminServiceService,
} from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import {
  ALL_DOMAINS,
  CHANGES,
  defineService,
  type Service,
  SHOWS,
} from '../../../libs/grpc/index.js';
import { RequestReader } from '../../../libs/grpc/requests/request-reader.js';
import { type ApplyPorts, apply } from '../commands/apply/apply.js';
import type { RehearsePorts } from '../commands/rehearse.js';
import { rollBack } from '../commands/roll-back.js';
import type { DocumentVersion } from '../core/documents.js';
import { accountDomain } from './account-domain.js';
import { applyHandler, domainsOfApply } from './apply-handler.js';
import { outcomeToWire } from './apply-outcome.js';
import { checkFor, type Shared } from './check-for.js';
import { compareHandler, domainsOfCompare } from './compare-handler.js';
import { documentName, domainsOfDocuments } from './documents-from-wire.js';
import { type ExplainPorts, explainHandler } from './explain-handler.js';
import { authorOf, pageFromWire, revisionFromWire, tokenAfter } from './policy-from-wire.js';
import { domainOfProposal, proposeHandler } from './propose-handler.js';
import { createSetReader, FILE_OCTETS } from './read-set.js';
import { createRecordReadLimit } from './record-read-limit.js';
import { domainsOfRehearse, rehearseHandler } from './rehearse-handler.js';
import { domainsOfReminders, type ReminderPorts, reminderHandlers } from './reminder-handlers.js';
import { domainsOfTrials, type TrialPorts, trialHandlers } from './trial-handlers.js';

export type PolicyAdminPorts = Shared<ApplyPorts & RehearsePorts> &
  ExplainPorts &
  TrialPorts &
  ReminderPorts;

/** The largest message with a file, in octets. */
const FILE_MESSAGE = FILE_OCTETS + 65_536;

/** The RPCs with which administrators change, test and read the policy. */
export function policyAdminService(
  ports: PolicyAdminPorts,
  sets = createSetReader(),
  recordReads = createRecordReadLimit(),
): Service {
  const { documents } = ports;

  async function templatesOf(name: string): Promise<DocumentVersion[]> {
    const [form] = await documents.load([name]);
    const active = await documents.activeRevision();
    return await documents.versionsAt([...(form?.templates ?? [])], active);
  }

  /** Names of the documents that bind a domain, including its own, whether it exists or not. */
  async function namesBinding(domain: string): Promise<string[]> {
    const [form] = await documents.load([domain]);
    return [domain, ...(form?.templates ?? []), '*'];
  }

  return defineService(PolicyAdminServiceService, {
    handlers: {
      apply: applyHandler(ports, sets),
      rehearse: rehearseHandler(ports, sets, recordReads),
      compare: compareHandler(ports, sets),

      async get(request) {
        const name = named(request.document);
        const revision = revisionFromWire('revision', request.revision) || undefined;
        const forDomain = request.forDomain && domainNamed(request.forDomain);
        if (forDomain !== '' && !(await namesBinding(forDomain)).includes(name)) {
          throw notFound(`${name} does not bind ${forDomain}`);
        }
        const version = await documents.versionAt(name, revision);
        if (version === undefined || version.removed) throw notFound(`${name} has no document`);
        const active = await documents.activeRevision();
        const templates = request.withTemplates ? await templatesOf(name) : [];
        return {
          document: documentToWire(version, true),
          activeRevision: BigInt(active),
          templates: templates.map((template) => documentToWire(template, true)),
        };
      },

      async list(request) {
        const reader = new RequestReader();
        const prefix = reader.text('prefix', request.prefix, { max: 254 });
        reader.finish();
        const page = pageFromWire(request.page);
        const template = request.template === '' ? undefined : named(request.template, 'template');
        if (request.forDomain !== '') {
          if (template !== undefined) throw invalidArgument('template', 'is not for one domain');
          const names = await namesBinding(domainNamed(request.forDomain));
          const active = await documents.activeRevision();
          const bound = await documents.versionsAt(
            names.filter((name) => name.startsWith(prefix)),
            active,
          );
          return {
            documents: bound
              .filter(({ removed }) => !removed)
              .map((version) => documentToWire(version, false)),
            nextToken: '',
            activeRevision: BigInt(active),
          };
        }
        const versions = await documents.list({ prefix, template }, page);
        return {
          documents: versions.map((version) => documentToWire(version, false)),
          nextToken: tokenAfter(
            versions.map(({ name: key }) => ({ key })),
            page,
          ),
          activeRevision: BigInt(await documents.activeRevision()),
        };
      },

      async history(request) {
        const page = pageFromWire(request.page);
        const before = page.after === undefined ? undefined : Number(page.after) || 0;
        const versions = await documents.history(named(request.document), page.size, before);
        return {
          versions: versions.map((version) => documentToWire(version, false)),
          nextToken: tokenAfter(
            versions.map(({ revision }) => ({ key: String(revision) })),
            page,
          ),
        };
      },

      async rollback(request, context) {
        const outcome = await rollBack(
          {
            ...authorOf(request.actor, context, 'actor'),
            document: request.document === '' ? undefined : named(request.document),
            toRevision: revisionFromWire('to_revision', request.toRevision),
            expectRevision: revisionFromWire('expect_revision', request.expectRevision),
          },
          checkFor(ports, context, 'to-the-end'),
        );
        return { outcome: outcomeToWire(outcome) };
      },

      async remove(request, context) {
        const name = named(request.document);
        const version = await documents.versionAt(name, undefined);
        if (version === undefined || version.removed) throw notFound(`${name} has no document`);
        const change = {
          ...authorOf(request.actor, context, 'actor'),
          sources: [],
          withdrawn: [name],
          expectRevision: revisionFromWire('expect_revision', request.expectRevision),
          dryRun: false,
        };
        return {
          outcome: outcomeToWire(
            await apply(change, checkFor(ports, context, 'to-the-end'), () => {}),
          ),
        };
      },

      explain: explainHandler(ports),
      ...trialHandlers(ports, sets, recordReads),
      propose: proposeHandler(ports, recordReads),
      ...reminderHandlers(ports),
    },
    domainOf: {
      apply: domainsOfApply,
      rehearse: domainsOfRehearse,
      compare: domainsOfCompare,
      get: ({ document, forDomain }) =>
        forDomain === '' ? domainsOfDocuments('document', [document]) : domainNamed(forDomain),
      list: ({ forDomain }) => (forDomain === '' ? ALL_DOMAINS : domainNamed(forDomain)),
      history: ({ document }) => domainsOfDocuments('document', [document]),
      rollback: ({ document }) =>
        document === '' ? ALL_DOMAINS : domainsOfDocuments('document', [document]),
      remove: ({ document }) => domainsOfDocuments('document', [document]),
      explain: ({ account }) => accountDomain('account', account),
      ...domainsOfTrials,
      propose: domainOfProposal,
      ...domainsOfReminders,
    },
    // Withdrawing a document removes its administrators, so a ticket does not allow it.
    administer: {
      apply: CHANGES,
      rehearse: SHOWS,
      compare: SHOWS,
      get: SHOWS,
      list: SHOWS,
      history: SHOWS,
      rollback: CHANGES,
      explain: SHOWS,
      startTrial: CHANGES,
      showTrial: SHOWS,
      endTrial: CHANGES,
      listTrials: SHOWS,
      propose: SHOWS,
      listGrace: SHOWS,
      remindToEnrol: CHANGES,
      endReminders: CHANGES,
    },
    maxRequestBytes: {
      apply: FILE_MESSAGE,
      rehearse: FILE_MESSAGE,
      compare: FILE_MESSAGE,
      startTrial: FILE_MESSAGE,
    },
  });
}

function named(document: string, field = 'document'): string {
  const reader = new RequestReader();
  const name = documentName(reader, field, document);
  reader.finish();
  return name;
}

function domainNamed(text: string): string {
  const reader = new RequestReader();
  const domain = reader.domain('for_domain', text);
  reader.finish();
  return domain;
}

function documentToWire(version: DocumentVersion, withContent: boolean): Document {
  const { name, content, file, revision, appliedAt, actor, comment, removed } = version;
  return {
    name,
    content: withContent ? Buffer.from(content) : Buffer.alloc(0),
    file,
    revision: BigInt(revision),
    appliedAt: new Date(appliedAt),
    actor,
    comment,
    removed,
  };
}
