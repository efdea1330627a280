import type { ComponentChildren } from 'preact';
import type { Meaning, PolicyDocument, Problem } from '../core/document.js';
import { USUAL_DAYS } from '../core/evidence.js';
import { DaysField } from './days-field.js';
import { DomainPage, Form, type Look, type Place, pathOf } from './layout.js';
import { Text } from './policy.js';

/** The result of checking the text. */
export type Review =
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }
  | {
      readonly kind: 'good';
      readonly warnings: readonly Problem[];
      readonly meaning: Meaning | undefined;
      /** Signed proof that this text was shown with what it changes. */
      readonly seen: string;
    }
  /** Another administrator changed the document first. Their change is not overwritten. */
  | { readonly kind: 'changed-meanwhile'; readonly now: PolicyDocument | undefined };

interface Edited {
  place: Place;
  content: string;
  /** The revision that this text builds on; 0 if the domain had no document. */
  base: string;
  review: Review | undefined;
}

/** A page of the document as text. */
export function EditPolicyPage({ place, children }: { place: Place; children: ComponentChildren }) {
  return (
    <DomainPage place={place} title={place.look.t('edit-title')} part="policy">
      {children}
    </DomainPage>
  );
}

/** The document as text, its errors by line, what the change allows and forbids, and then the button to apply it. */
export function EditedPolicy(props: Edited) {
  const { place, content, base, review } = props;
  const { look } = place;
  const { t } = look;
  const isWrong = review?.kind === 'refused';
  return (
    <>
      {review?.kind === 'refused' && (
        <Refusal look={look} problems={review.problems} content={content} />
      )}
      {review?.kind === 'changed-meanwhile' && (
        <div class="summary" role="alert" tabIndex={-1} autofocus>
          <h2>{t('changed-heading')}</h2>
          <p>{t('changed-text', { by: review.now?.by ?? '' })}</p>
          <Text label={t('in-force-label')} content={review.now?.content ?? ''} />
        </div>
      )}
      {review?.kind === 'good' && <Good {...props} review={review} />}
      <EditForm {...{ place, content, base, isWrong }} isSecond={review?.kind === 'good'} />
    </>
  );
}

/** The document as text, to be proved. */
export function EditForm(props: {
  place: Place;
  content: string;
  base: string;
  isWrong: boolean;
  /** The page has a button that comes before its own. */
  isSecond: boolean;
}) {
  const { place, content, base, isWrong, isSecond } = props;
  const { domain, look } = place;
  const { t } = look;
  return (
    <Form look={look} action={pathOf(domain, '/policy/edit')}>
      <input type="hidden" name="base" value={base} />
      <div class={isWrong ? 'field wrong' : 'field'}>
        <label for="content">{t('document-label', { domain })}</label>
        <p class="hint" id="content-hint">
          {t('document-hint')}
        </p>
        <textarea
          id="content"
          name="content"
          rows={24}
          dir="ltr"
          spellcheck={false}
          autocapitalize="none"
          autocomplete="off"
          aria-describedby="content-hint"
          aria-invalid={isWrong ? 'true' : undefined}
          value={content}
        />
      </div>
      <button type="submit" class={isSecond ? 'second' : undefined}>
        {t('check-button')}
      </button>
      <a class="button second" href={pathOf(domain, '/policy')}>
        {t('cancel-link')}
      </a>
    </Form>
  );
}

/** What is wrong with a document. */
export function Refusal(props: { look: Look; problems: readonly Problem[]; content: string }) {
  return (
    <div class="summary" role="alert" tabIndex={-1} autofocus>
      <h2>{props.look.t('refused-heading')}</h2>
      <Problems {...props} />
    </div>
  );
}

function Good(props: Edited & { review: Extract<Review, { kind: 'good' }> }) {
  const { place, content, base, review } = props;
  const { domain, look } = place;
  const { t } = look;
  const { warnings, meaning, seen } = review;
  return (
    <section class="note" aria-labelledby="review" tabIndex={-1} autofocus>
      <h2 id="review">{t('review-heading')}</h2>
      <p>{t('proved-text')}</p>
      {warnings.length > 0 && (
        <>
          <h3>{t('warnings-heading')}</h3>
          <Problems look={look} problems={warnings} content={content} />
        </>
      )}
      <h3>{t('meaning-heading')}</h3>
      <MeaningInWords look={look} meaning={meaning} />
      <Form look={look} action={pathOf(domain, '/policy/apply')}>
        <input type="hidden" name="base" value={base} />
        <input type="hidden" name="content" value={content} />
        <input type="hidden" name="seen" value={seen} />
        <div class="field">
          <label for="comment">{t('comment-label')}</label>
          <input
            type="text"
            id="comment"
            name="comment"
            maxLength={200}
            dir="auto"
            autocomplete="off"
          />
        </div>
        <button type="submit">{t('apply-button')}</button>
        <button type="submit" class="second" formaction={pathOf(domain, '/trial/start')}>
          {t('try-button')}
        </button>
        <div class="ask">
          <DaysField look={look} days={USUAL_DAYS} />
          <button type="submit" class="second" formaction={pathOf(domain, '/policy/rehearse')}>
            {t('rehearse-button')}
          </button>
        </div>
      </Form>
    </section>
  );
}

function MeaningInWords({ look, meaning }: { look: Look; meaning: Meaning | undefined }) {
  const { t } = look;
  if (meaning === undefined || meaning.undecided) return <p>{t('meaning-undecided')}</p>;
  const { sentences, settings } = meaning;
  if (sentences.length + settings.length === 0) return <p>{t('meaning-same')}</p>;
  return (
    <ul class="meaning" lang="en" dir="ltr">
      {sentences.map(({ text, example }) => (
        <li key={text}>
          {text}
          {example !== '' && (
            <>
              <br />
              <span class="quiet">{example}</span>
            </>
          )}
        </li>
      ))}
      {settings.map(({ setting, before, after }) => (
        <li key={setting}>
          {setting}: {before ?? '–'} → {after ?? '–'}
        </li>
      ))}
    </ul>
  );
}

/** Each problem with the line that it is about. */
function Problems(props: { look: Look; problems: readonly Problem[]; content: string }) {
  const { look, problems, content } = props;
  const lines = content.split('\n');
  return (
    <ul class="problems">
      {problems.map(({ line, column, message, expected, counterexample }) => (
        <li key={`${line} ${column} ${message}`}>
          {line > 0 && <strong>{look.t('line', { line, column })}</strong>}{' '}
          <span lang="en" dir="ltr">
            {message}
            {expected !== '' && ` (${expected})`}
          </span>
          {line > 0 && <pre dir="ltr">{lines[line - 1] ?? ''}</pre>}
          {counterexample !== '' && (
            <p lang="en" dir="ltr">
              {counterexample}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
