import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { useComputedColorScheme } from '@mantine/core';
import { GraphiQL } from 'graphiql';
import { liveConnection } from '../../graphql/live-connection.js';
import { headersOf, PLAYGROUND } from '../../graphql/program.js';
import { accessToken } from '../../session/session.js';
import { useSession } from '../../session/use-session.js';
import { Page } from '../../ui/page.js';
import { useWords } from '../../words/words-context.js';
import { examplesPlugin } from './examples-plugin.js';
import css from './try-graph.module.css';

const PLUGINS = [examplesPlugin];
const FIRST_QUERY = `# Ctrl-Enter runs it. The shelf "Examples" on the left has more.
{
  search(first: 5, filter: {}) {
    totalCount
    edges {
      node {
        kind
        title
      }
    }
  }
}
`;

const fetcher = createGraphiQLFetcher({
  url: '/graphql',
  headers: headersOf(PLAYGROUND),
  fetch: fetchAsViewer,
  wsClient: liveConnection,
});

/** GraphiQL on the running graph, asking as whoever is signed in. */
export default function TryGraph() {
  const { t } = useWords();
  const isSignedIn = useSession() === 'signedIn';
  const scheme = useComputedColorScheme('light');
  return (
    <Page title={t('developers.title')} lead={t(isSignedIn ? 'developers.asYou' : 'developers.asStranger')}>
      <div className={css.graphiql}>
        <GraphiQL
          fetcher={fetcher}
          plugins={PLUGINS}
          {...(matchMedia('(min-width: 64rem)').matches && { visiblePlugin: examplesPlugin })}
          defaultQuery={FIRST_QUERY}
          forcedTheme={scheme}
        >
          <GraphiQL.Logo>
            <span className={css.logo}>GraphiQL</span>
          </GraphiQL.Logo>
        </GraphiQL>
      </div>
    </Page>
  );
}

/** Adds the token in memory, unless the headers editor already has one. */
async function fetchAsViewer(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const headers = new Headers(init?.headers);
  const token = await accessToken();
  if (token !== undefined && !headers.has('authorization')) headers.set('authorization', `Bearer ${token}`);
  return fetch(input, { ...init, headers });
}
