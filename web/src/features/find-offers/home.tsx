import type { ReactNode } from 'react';
import { Link, useNavigate } from 'react-router';
import { morningIn } from '../../format/wall-clock.js';
import { KindDrawing } from '../../things/kind-drawing.js';
import { Page } from '../../ui/page.js';
import { useWords } from '../../words/words-context.js';
import { KINDS, writeWish } from './ask/find-address.js';
import { Sentence } from './ask/sentence.js';
import css from './home.module.css';

/** The first view: one question, and five doors for those who would rather look around. */
export function Home({ children }: { children: ReactNode }) {
  const { t } = useWords();
  const navigate = useNavigate();
  return (
    <Page title={t('find.hello')} lead={t('find.helloLead')}>
      <Sentence
        initial={{ kinds: [], at: morningIn(1), until: morningIn(3) }}
        onFind={(wish) => navigate(`/find?${writeWish(wish)}`)}
      />
      {children}
      <ul className={css.doors}>
        {KINDS.map((kind) => (
          <li key={kind}>
            <Link to={`/find?${writeWish({ kinds: [kind] })}`}>
              <KindDrawing kind={kind} title="seat" />
              <strong>{t(`find.many${kind}`)}</strong>
              <span className="quiet">{t(`find.door${kind}`)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  );
}
