import './mantine.css';
import './global.css';
import { ApolloProvider } from '@apollo/client/react';
import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { createGraphClient } from '../graphql/client.js';
import { renew, sessionState } from '../session/session.js';
import { loadCatalogue, preferredLanguage } from '../words/catalogues.js';
import { WordsProvider } from '../words/words-provider.js';
import { Places } from './places.js';
import { theme } from './theme.js';

const language = preferredLanguage();
const catalogue = await loadCatalogue(language);
const graph = createGraphClient();
const root = document.getElementById('root');
if (root === null) throw new Error('index.html lacks its root element');

if (sessionState() === 'restoring' && location.pathname !== '/auth/callback') void renew();

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <WordsProvider initial={{ language, catalogue }}>
        <ApolloProvider client={graph}>
          <BrowserRouter>
            <Places />
          </BrowserRouter>
        </ApolloProvider>
      </WordsProvider>
    </MantineProvider>
  </StrictMode>,
);
