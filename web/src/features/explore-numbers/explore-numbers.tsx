import { SignedInOnly } from '../../session/signed-in-only.js';
import { Page } from '../../ui/page.js';
import { useWords } from '../../words/words-context.js';
import { NumbersExplorer } from './numbers-explorer.js';

/** The catalogue of measures and one of them over time. */
export default function ExploreNumbers() {
  const { t } = useWords();
  return (
    <Page title={t('numbers.title')} lead={t('numbers.lead')}>
      <SignedInOnly>
        <NumbersExplorer />
      </SignedInOnly>
    </Page>
  );
}
