import { type Filter, queryOf, type SignIn } from '../core/sign-in.js';
import { DomainPage, type Place, pathOf } from './layout.js';
import { SignInTable } from './sign-ins.js';

/** The record while it grows: with a script row by row, without one as a page that reloads. */
export function LivePage(props: { place: Place; filter: Filter; signIns: readonly SignIn[] }) {
  const { place, filter, signIns } = props;
  const { domain, look } = place;
  const { t } = look;
  const head = (
    <>
      <script src="/static/live.js" type="module" />
      <noscript>
        <meta http-equiv="refresh" content="10" />
      </noscript>
    </>
  );
  return (
    <DomainPage place={place} title={t('live-title')} part="sign-ins" head={head}>
      <p class="only-script">{t('live-on')}</p>
      <noscript>
        <p>{t('live-reloads')}</p>
      </noscript>
      <div data-follow={pathOf(domain, `/sign-ins/events${queryOf(filter)}`)}>
        <SignInTable look={look} domain={domain} signIns={signIns} />
      </div>
      <p class="links">
        <a href={pathOf(domain, `/sign-ins${queryOf(filter)}`)}>{t('live-stop')}</a>
      </p>
    </DomainPage>
  );
}
