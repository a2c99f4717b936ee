import { useQuery } from '@apollo/client/react';
import { useParams, useSearchParams } from 'react-router';
import { InspectProductDocument, InspectThingDocument } from '../../graphql/__generated__/graphql.js';
import { Fault, Loaded } from '../../graphql/loaded.js';
import { factsOf, type Thing } from '../../things/thing.js';
import { ThingPicture } from '../../things/thing-picture.js';
import { Waiting } from '../../ui/notes/waiting.js';
import { Page } from '../../ui/page.js';
import { useWords } from '../../words/words-context.js';
import { AskWhen } from './ask-when.js';
import css from './inspect-offer.module.css';
import { OfferPanel } from './offer-panel.js';

type RatedThing = Thing & { rating: { average: number | null; count: number } | null };

/** One thing: drawing, facts, and either its price for a time or the question when. */
export default function InspectOffer() {
  const { id = '', sku } = useParams();
  return sku === undefined ? <ById id={id} /> : <BySku sku={sku} />;
}

function ById({ id }: { id: string }) {
  const result = useQuery(InspectThingDocument, { variables: { id } });
  return (
    <Loaded result={result} waiting={<Waiting rows={3} height={140} />}>
      {({ bookable }) => (bookable === null ? <Fault kind="missing" /> : <ThingPage thing={bookable} />)}
    </Loaded>
  );
}

function BySku({ sku }: { sku: string }) {
  const result = useQuery(InspectProductDocument, { variables: { sku } });
  return (
    <Loaded result={result} waiting={<Waiting rows={3} height={140} />}>
      {({ product }) => (product === null ? <Fault kind="missing" /> : <ThingPage thing={product} />)}
    </Loaded>
  );
}

function ThingPage({ thing }: { thing: RatedThing }) {
  const words = useWords();
  const { t, number } = words;
  const [address] = useSearchParams();
  const offerId = address.get('offer');
  return (
    <Page title={thing.title} lead={thing.location?.name}>
      <div className={css.layout}>
        <div className={css.about}>
          <ThingPicture thing={thing} large />
          <ul className={css.facts}>
            {factsOf(thing, words).map((fact) => (
              <li key={fact}>{fact}</li>
            ))}
          </ul>
          {thing.rating !== null && thing.rating.average !== null && (
            <p>{t('thing.rating', { average: number(thing.rating.average), count: thing.rating.count })}</p>
          )}
        </div>
        {offerId === null ? <AskWhen thing={thing} /> : <OfferPanel thing={thing} offerId={offerId} />}
      </div>
    </Page>
  );
}
