import { useQuery } from '@apollo/client/react';
import { useSearchParams } from 'react-router';
import { viewerZone } from '../../format/time.js';
import { ListMetricsDocument, type ListMetricsQuery, ReadSeriesDocument } from '../../graphql/__generated__/graphql.js';
import { Loaded } from '../../graphql/loaded.js';
import { Notice } from '../../ui/notes/notice.js';
import { Waiting } from '../../ui/notes/waiting.js';
import { useWords } from '../../words/words-context.js';
import { type NumbersQuestion, readQuestion } from './numbers-address.js';
import { QuestionForm } from './question-form.js';
import { SeriesView } from './series-view.js';

type Metric = ListMetricsQuery['metrics'][number];

/** Chooses a measure, a period and a grouping, and shows the answer as a chart and as a table. */
export function NumbersExplorer() {
  const result = useQuery(ListMetricsDocument);
  return (
    <Loaded result={result} waiting={<Waiting rows={2} height={72} />}>
      {({ metrics }) => <Explorer metrics={metrics} />}
    </Loaded>
  );
}

function Explorer({ metrics }: { metrics: readonly Metric[] }) {
  const { t } = useWords();
  const [address, setAddress] = useSearchParams();
  const asked = readQuestion(address, new Date().toISOString().slice(0, 10));
  const metric = metrics.find(({ name }) => name === asked.metric) ?? metrics[0];
  if (metric === undefined) return <Notice tone="plain" title={t('numbers.noMetrics')} />;
  const question = { ...asked, metric: metric.name };
  return (
    <>
      <QuestionForm metrics={metrics} question={question} onAsk={(changed) => setAddress({ ...changed })} />
      <p>
        <strong>{metric.title}</strong>{' '}
        <span className="quiet">{t('numbers.formula', { formula: metric.formula })}</span>
      </p>
      <Answer question={question} />
    </>
  );
}

function Answer({ question: { by, ...question } }: { question: NumbersQuestion }) {
  const input = { ...question, timeZone: viewerZone(), ...(by === '' ? {} : { groupBy: [by] }) };
  const result = useQuery(ReadSeriesDocument, { variables: { input }, fetchPolicy: 'cache-and-network' });
  return (
    <Loaded result={result} waiting={<Waiting rows={1} height={360} />}>
      {({ series }) =>
        series.__typename === 'Series' ? (
          <SeriesView series={series} />
        ) : (
          <Notice tone="refusal" title={series.message} />
        )
      }
    </Loaded>
  );
}
