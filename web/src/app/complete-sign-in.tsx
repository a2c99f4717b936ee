import { useApolloClient } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { completeSignIn, signIn } from '../session/session.js';
import { Notice } from '../ui/notes/notice.js';
import { Waiting } from '../ui/notes/waiting.js';
import { useWords } from '../words/words-context.js';

let completion: Promise<string> | undefined;

/** The way back from the provider: trades the code once, then goes where the person wanted to be. */
export default function CompleteSignIn() {
  const { t, language } = useWords();
  const navigate = useNavigate();
  const graph = useApolloClient();
  const [hasFailed, setHasFailed] = useState(false);

  useEffect(() => {
    completion ??= completeSignIn(); // a code is good once, an effect may run twice
    completion
      .then(async (returnTo) => {
        await graph.resetStore();
        await navigate(returnTo, { replace: true });
      })
      .catch(() => setHasFailed(true));
  }, [graph, navigate]);

  if (!hasFailed) return <Waiting rows={3} height={64} />;
  return (
    <Notice
      tone="refusal"
      title={t('session.failed')}
      actions={<Button onClick={() => signIn('/', language)}>{t('session.again')}</Button>}
    >
      {t('session.failedWhy')}
    </Notice>
  );
}
