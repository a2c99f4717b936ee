import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { type Catalogue, keepLanguage, type Language, loadCatalogue, localeOf } from './catalogues.js';
import { type Words, WordsContext, wordsOf } from './words-context.js';

interface Props {
  initial: { language: Language; catalogue: Catalogue };
  children: ReactNode;
}

/** Gives the app its words; a change of language fetches the texts first and then swaps them at once. */
export function WordsProvider({ initial, children }: Props) {
  const [chosen, setChosen] = useState(initial);

  useEffect(() => {
    document.documentElement.lang = chosen.language;
  }, [chosen.language]);

  const words = useMemo<Words>(
    () => ({
      ...wordsOf(chosen.catalogue, localeOf(chosen.language)),
      language: chosen.language,
      setLanguage(language) {
        keepLanguage(language);
        void loadCatalogue(language).then((catalogue) => setChosen({ language, catalogue }));
      },
    }),
    [chosen],
  );
  return <WordsContext value={words}>{children}</WordsContext>;
}
