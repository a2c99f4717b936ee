import { UnstyledButton } from '@mantine/core';
import { Link, NavLink, useLocation } from 'react-router';
import { countThings } from '../../basket/basket.js';
import { useBasket } from '../../basket/use-basket.js';
import { UnreadCount } from '../../features/read-messages/unread-count.js';
import { signIn } from '../../session/session.js';
import { useSession } from '../../session/use-session.js';
import { Icon } from '../../ui/icon.js';
import { Count } from '../../ui/notes/count.js';
import { useWords } from '../../words/words-context.js';
import type { Area } from './areas.js';
import css from './header.module.css';

/** The wordmark and the ways: above the page, and at the thumb on a narrow screen. */
export function Header({ areas, name }: { areas: readonly Area[]; name: string | undefined }) {
  const { t } = useWords();
  return (
    <header className={css.header}>
      <Link to="/" className={css.wordmark}>
        Fleetgraph
      </Link>
      <nav className={css.areas} aria-label={t('shell.areas')} hidden={areas.length === 0}>
        {areas.map((area) => (
          <NavLink key={area} to={`/${area}`}>
            {t(`shell.${area}`)}
          </NavLink>
        ))}
      </nav>
      <Ways />
      <Person name={name} />
    </header>
  );
}

function Ways() {
  const { t } = useWords();
  const things = countThings(useBasket());
  const isSignedIn = useSession() === 'signedIn';
  return (
    <nav className={css.ways} aria-label={t('shell.ways')}>
      <NavLink to="/find">
        <Icon name="find" />
        <span>{t('shell.find')}</span>
      </NavLink>
      <NavLink to="/trips">
        <Icon name="trips" />
        <span>{t('shell.trips')}</span>
      </NavLink>
      <NavLink to="/messages">
        <Icon name="messages" />
        <span>{t('shell.messages')}</span>
        {isSignedIn && <UnreadCount />}
      </NavLink>
      <NavLink to="/basket">
        <Icon name="basket" />
        <span>{t('shell.basket')}</span>
        <Count value={things} label={t('shell.things', { count: things })} />
      </NavLink>
    </nav>
  );
}

function Person({ name }: { name: string | undefined }) {
  const { t, language } = useWords();
  const { pathname, search } = useLocation();
  const session = useSession();
  if (session === 'stranger') {
    return (
      <UnstyledButton className={css.person} onClick={() => signIn(pathname + search, language)}>
        <Icon name="account" />
        {t('session.signIn')}
      </UnstyledButton>
    );
  }
  return (
    <NavLink to="/account" className={css.person ?? ''}>
      <Icon name="account" />
      <span>{name ?? t('shell.account')}</span>
    </NavLink>
  );
}
