import { useSearchParams } from 'react-router';
import { Page } from '../../ui/page.js';
import { useWords } from '../../words/words-context.js';
import { readWish, type Wish, windowOf, writeWish } from './ask/find-address.js';
import { Sentence } from './ask/sentence.js';
import { KindChoice } from './results/kind-choice.js';
import { Offers } from './results/offers.js';
import { Things } from './results/things.js';

/** Everything found: what is free with its price when a time was said, else what exists. */
export default function Find() {
  const { t } = useWords();
  const [address, setAddress] = useSearchParams();
  const wish = readWish(address);
  const find = (changed: Wish) => setAddress(writeWish(changed));
  return (
    <Page title={t('find.title')} lead={t(wish.at === undefined ? 'find.leadThings' : 'find.leadOffers')}>
      <Sentence initial={wish} onFind={find} hasName />
      <KindChoice wish={wish} onChoose={find} />
      {windowOf(wish) === undefined ? <Things wish={wish} /> : <Offers wish={wish} />}
    </Page>
  );
}
