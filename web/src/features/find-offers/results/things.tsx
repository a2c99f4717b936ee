import { useQuery } from '@apollo/client/react';
import { FindPlaceDocument, SearchThingsDocument } from '../../../graphql/__generated__/graphql.js';
import { Loaded } from '../../../graphql/loaded.js';
import { pathOf } from '../../../things/thing.js';
import { useWords } from '../../../words/words-context.js';
import type { Wish } from '../ask/find-address.js';
import { More } from './more.js';
import { Nothing } from './nothing.js';
import { ResultList } from './result-list.js';
import { ResultRow } from './result-row.js';

const NEAR_METERS = 25_000;

/** What exists, by words and place; a time is needed to know what is free and what it costs. */
export function Things({ wish }: { wish: Wish }) {
  const { t, money } = useWords();
  const place = useQuery(FindPlaceDocument, { variables: { id: wish.fromId ?? '' }, skip: wish.fromId === undefined });
  const position = place.data?.location?.position;
  const result = useQuery(SearchThingsDocument, {
    variables: {
      filter: {
        ...(wish.kinds.length === 0 ? {} : { kinds: [...wish.kinds] }),
        ...(wish.text === undefined ? {} : { text: wish.text }),
        ...(position
          ? { near: { latitude: position.latitude, longitude: position.longitude, radiusMeters: NEAR_METERS } }
          : {}),
      },
    },
    skip: wish.fromId !== undefined && place.loading,
  });
  return (
    <Loaded result={result} waiting={<ResultList.Waiting />}>
      {({ search }) =>
        search.edges.length === 0 ? (
          <Nothing wish={wish} />
        ) : (
          <>
            {search.totalCount !== null && <p className="quiet">{t('find.count', { count: search.totalCount })}</p>}
            <ResultList label={t('find.results')}>
              {search.edges.map(({ node }) => (
                <ResultRow key={node.id} thing={node} rating={node.rating} path={pathOf(node)}>
                  {node.__typename === 'ProductVariant' && <strong>{money(node.listPrice)}</strong>}
                </ResultRow>
              ))}
            </ResultList>
            <More
              page={search.pageInfo}
              load={(after) => result.fetchMore({ variables: { after } })}
              isLoading={result.loading}
            />
          </>
        )
      }
    </Loaded>
  );
}
