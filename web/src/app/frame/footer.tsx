import { NativeSelect, useMantineColorScheme } from '@mantine/core';
import { Link } from 'react-router';
import { LANGUAGES, type Language } from '../../words/catalogues.js';
import { useWords } from '../../words/words-context.js';
import type { Area } from './areas.js';
import css from './shell.module.css';

const SCHEMES = ['auto', 'light', 'dark'] as const;

/** Language, light or dark, and the doors that stand in no menu on a narrow screen. */
export function Footer({ areas }: { areas: readonly Area[] }) {
  const { t, language, setLanguage } = useWords();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <footer className={css.footer}>
      <nav aria-label={t('shell.more')}>
        {areas.map((area) => (
          <Link key={area} className={css.narrowOnly ?? ''} to={`/${area}`}>
            {t(`shell.${area}`)}
          </Link>
        ))}
        <Link to="/developers">{t('shell.developers')}</Link>
      </nav>
      <div className={css.choices}>
        <NativeSelect
          aria-label={t('shell.language')}
          value={language}
          // The options below are the only values.
          onChange={({ currentTarget }) => setLanguage(currentTarget.value as Language)}
          data={LANGUAGES.map((value) => ({ value, label: value === 'de' ? 'Deutsch' : 'English' }))}
        />
        <NativeSelect
          aria-label={t('shell.scheme')}
          value={colorScheme}
          // The options below are the only values.
          onChange={({ currentTarget }) => setColorScheme(currentTarget.value as (typeof SCHEMES)[number])}
          data={SCHEMES.map((value) => ({ value, label: t(`shell.scheme_${value}`) }))}
        />
      </div>
    </footer>
  );
}
