import type { Context } from 'koa';
import type { VNode } from 'preact';
import { mayChange } from '../core/administrator.js';
import { readChangesAsked } from '../core/changes.js';
import type { ChangedSignIn, ProgressOr } from '../core/evidence.js';
import { KEPT_MINUTES, type LongWork, type WorkOwner, type WorkStep } from '../core/long-work.js';
import { Refusal } from '../pages/edit-policy.js';
import { type Place, pathOf } from '../pages/layout.js';
import { Broken, ProgressLine } from '../pages/streamed.js';
import { KeptNote, WorkEnded, type WorkView, workPath } from '../pages/work.js';
import { domainNamed, type Here } from './domain.js';
import type { PageParts } from './parts.js';
import { showMessage } from './refuse.js';
import { askWho, sessionIdOf } from './session.js';
import { streamPage } from './stream-page.js';
import { visit } from './visit.js';

/** Long work of one kind, as its route describes it. */
interface Described<Result> extends Pick<WorkView, 'kind' | 'days' | 'forChange' | 'page'> {
  readonly start: (signal: AbortSignal) => AsyncIterable<ProgressOr<Result>>;
  readonly result: (found: Result, ...shown: Parameters<WorkView['result']>) => VNode;
  readonly changes?: (found: Result) => readonly ChangedSignIn[];
  /** The document that problems point into. */
  readonly content: string;
}

/** Whose work it is that is asked for here. */
export function ownerOf(ctx: Context, parts: PageParts, { who, domain }: Here): WorkOwner {
  return { account: who.account, session: sessionIdOf(ctx, parts), domain };
}

/** Begins long work and shows it while it runs. False: too much is under way already, and a page says so. */
export function runLongWork<Result>(
  ctx: Context,
  parts: PageParts,
  place: Here,
  of: Described<Result>,
): boolean {
  const { works, log } = parts;
  let answer: ProgressOr<Result> | undefined;
  const { changes } = of;
  const view: WorkView = {
    ...{ kind: of.kind, days: of.days, forChange: of.forChange, page: of.page },
    result(shown, asked) {
      if (answer?.kind === 'result') return of.result(answer.result, shown, asked);
      const { look } = shown;
      if (answer?.kind !== 'refused') return <Broken look={look} />;
      return <Refusal look={look} problems={answer.problems} content={of.content} />;
    },
    changes: changes && (() => (answer?.kind === 'result' ? changes(answer.result) : [])),
  };
  async function* steps(signal: AbortSignal): AsyncGenerator<WorkStep> {
    for await (const part of of.start(signal)) {
      answer = part;
      yield part.kind === 'progress' ? part : { kind: part.kind };
    }
  }
  async function isSignedIn(): Promise<boolean> {
    const who = await askWho(ctx, parts);
    // Asked again later.
    if (who === 'too-many') return true;
    if (typeof who === 'string' || domainNamed(ctx, who) === undefined) return false;
    return !of.forChange || mayChange(who);
  }
  const work = works.begin(ownerOf(ctx, parts, place), view, {
    ...{ steps, isSignedIn },
    failed: (error) => log.error('long work could not go on', { error, path: ctx.path }),
  });
  if (work === undefined) showMessage(ctx, 'busy', 429, pathOf(place.domain));
  else showLongWork(ctx, parts, place, work);
  return work !== undefined;
}

/** Shows long work until it is over, and then what it found. */
export function showLongWork(
  ctx: Context,
  { works, log }: PageParts,
  place: Here,
  work: LongWork<WorkView>,
): void {
  const { look } = visit(ctx);
  const shown: Place = { ...place, look };
  const path = workPath(place.domain, work.id);
  const asked = readChangesAsked(ctx.query);
  streamPage(ctx, work.view.page(shown), {
    content: content(),
    failed(error) {
      log.error('long work could not be shown', { error, path: ctx.path });
      return <Broken look={look} />;
    },
  });

  async function* content(): AsyncGenerator<VNode> {
    if (work.state.kind === 'running') {
      yield <KeptNote look={look} path={path} minutes={KEPT_MINUTES} />;
    }
    for await (const state of works.follow(work)) {
      switch (state.kind) {
        case 'running':
          yield <ProgressLine look={look} done={state.done} total={state.total} />;
          break;
        case 'done':
          yield work.view.result(shown, { path, asked });
          break;
        case 'failed':
          yield <Broken look={look} />;
          break;
        case 'ended':
          yield <WorkEnded look={look} domain={place.domain} />;
          break;
        default:
          state satisfies never;
      }
    }
  }
}
