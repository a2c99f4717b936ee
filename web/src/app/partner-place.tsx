import { NumbersExplorer } from '../features/explore-numbers/numbers-explorer.js';
import { PartnerBookings } from '../features/watch-partner/watch-partner.js';
import { SignedInOnly } from '../session/signed-in-only.js';
import { Page } from '../ui/page.js';
import { useWords } from '../words/words-context.js';
import css from './frame/shell.module.css';

/** The partner's place: own bookings, and own numbers below. */
export default function PartnerPlace() {
  const { t } = useWords();
  return (
    <Page title={t('partner.title')} lead={t('partner.lead')}>
      <SignedInOnly>
        <PartnerBookings />
        <section aria-labelledby="numbers" className={css.section}>
          <h2 id="numbers">{t('numbers.title')}</h2>
          <NumbersExplorer />
        </section>
      </SignedInOnly>
    </Page>
  );
}
