import { useQuery } from '@apollo/client/react';
import { type ReactNode, useEffect } from 'react';
import { useLocation } from 'react-router';
import { ViewerDocument } from '../../graphql/__generated__/graphql.js';
import { useSession } from '../../session/use-session.js';
import { useWords } from '../../words/words-context.js';
import { areasOf } from './areas.js';
import { Footer } from './footer.js';
import { Header } from './header.js';
import css from './shell.module.css';

/** What stands around every page: the way to each area that exists for this person. */
export function Shell({ children }: { children: ReactNode }) {
  const { t } = useWords();
  const { pathname } = useLocation();
  const isSignedIn = useSession() === 'signedIn';
  const { data } = useQuery(ViewerDocument, { skip: !isSignedIn });
  const areas = areasOf(data?.me?.roles ?? []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new place starts at its top.
  useEffect(() => {
    scrollTo(0, 0);
  }, [pathname]);

  return (
    <div className={css.shell}>
      <a className={css.skip} href="#main">
        {t('shell.skip')}
      </a>
      <Header areas={areas} name={data?.me?.displayName ?? undefined} />
      <main id="main" className={css.main} tabIndex={-1}>
        {children}
      </main>
      <Footer areas={areas} />
    </div>
  );
}
