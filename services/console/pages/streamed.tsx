import type { Look } from './layout.js';

/** Marks the place of streamed content in a page. */
export const STREAMED = <i id="streamed" />;

/** Shows how far long work has come. The style sheet hides each one that something follows. */
export function ProgressLine(props: { look: Look; done: number; total: number }) {
  const { look, done, total } = props;
  const text =
    total === 0 ? look.t('working') : look.t('working-at', { done, total: Math.max(done, total) });
  return (
    <p class="progress">
      {text} <progress aria-label={text} {...(total > 0 && { value: done, max: total })} />
    </p>
  );
}

/** Says that long work failed. */
export function Broken({ look }: { look: Look }) {
  return (
    <div class="summary" role="alert">
      <p>{look.t('broken-off')}</p>
    </div>
  );
}
