import type { VNode } from 'preact';
import type { ChangesAsked } from '../core/changes.js';
import type { ChangedSignIn } from '../core/evidence.js';
import type { LongWork } from '../core/long-work.js';
import { Console, Form, type Look, type Place, pathOf } from './layout.js';

/** The kinds of long work, with the title of each. */
const TITLES = {
  rehearsal: 'rehearsal-title',
  proposal: 'propose-title',
  factors: 'second-factors-title',
  reminders: 'reminder-head',
  review: 'edit-title',
} as const;

/** What pages show of long work, in the language of whoever looks. */
export interface WorkView {
  readonly kind: keyof typeof TITLES;
  /** How far back it looks. Undefined: it does not. */
  readonly days: number | undefined;
  /** Only for those who may change the document. */
  readonly forChange: boolean;
  /** The page, with `STREAMED` where the content comes. */
  readonly page: (place: Place) => VNode;
  /** What it found. @param path of its page */
  readonly result: (place: Place, of: { path: string; asked: ChangesAsked }) => VNode;
  /** The changed sign-ins that it lists. Undefined if it lists none. */
  readonly changes: (() => readonly ChangedSignIn[]) | undefined;
}

/** The path of the page of long work. @param more continues it, such as `/end` */
export function workPath(domain: string, id: string, more = ''): string {
  return pathOf(domain, `/work/${encodeURIComponent(id)}${more}`);
}

/**
 * Says that the work goes on without its page, and how to end it. The style sheet hides it once more than progress follows
 * it.
 */
export function KeptNote(props: { look: Look; path: string; minutes: number }) {
  const { look, path, minutes } = props;
  return (
    <div class="kept">
      <Form look={look} action={`${path}/end`}>
        <p class="quiet">
          {look.t('work-kept', { minutes })} <a href={path}>{look.t('work-link')}</a>
        </p>
        <button type="submit" class="bare">
          {look.t('work-end-button')}
        </button>
      </Form>
    </div>
  );
}

/** Long work of the person in this domain, under way and finished. */
export function WorkList(props: { place: Place; works: readonly LongWork<WorkView>[] }) {
  const { place, works } = props;
  const { domain, look } = place;
  const { t } = look;
  if (works.length === 0) return null;
  return (
    <>
      <h2>{t('work-heading')}</h2>
      <ul>
        {works.map(({ id, view, begunAt, state }) => (
          <li key={id}>
            <a href={workPath(domain, id)}>
              {t(TITLES[view.kind])}
              {view.days !== undefined && `, ${t('days-back', { n: view.days })}`}
            </a>
            {', '}
            {look.when(begunAt)}
            {': '}
            {state.kind === 'running' && state.total > 0
              ? t('working-at', { done: state.done, total: Math.max(state.done, state.total) })
              : t(`work-${state.kind}`)}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Says that another copy of the console may have the work, and asks again by itself. */
export function WorkElsewherePage(props: { look: Look; again: string; seconds: number }) {
  const { look, again, seconds } = props;
  const { t } = look;
  const head = <meta http-equiv="refresh" content={`${seconds};url=${again}`} />;
  return (
    <Console look={look} title={t('work-elsewhere-title')} head={head}>
      <main id="main">
        <h1>{t('work-elsewhere-title')}</h1>
        <p>{t('work-elsewhere-asks')}</p>
        <a class="button" href={again}>
          {t('again-action')}
        </a>
      </main>
    </Console>
  );
}

/** Says that no copy of the console has the work, as far as this page asked. */
export function WorkLostPage(props: { look: Look; domain: string; id: string }) {
  const { look, domain, id } = props;
  const { t } = look;
  return (
    <Console look={look} title={t('work-lost-title')}>
      <main id="main">
        <h1>{t('work-lost-title')}</h1>
        <p>{t('work-lost-text')}</p>
        <a class="button" href={pathOf(domain)}>
          {t('start-action')}
        </a>
        <a class="button second" href={workPath(domain, id)}>
          {t('again-action')}
        </a>
      </main>
    </Console>
  );
}

/** Says that the work was ended before it found anything. */
export function WorkEnded({ look, domain }: { look: Look; domain: string }) {
  return (
    <>
      <div class="summary" role="alert">
        <p>{look.t('work-ended-text')}</p>
      </div>
      <a class="button second" href={pathOf(domain)}>
        {look.t('start-action')}
      </a>
    </>
  );
}
