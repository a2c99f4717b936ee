import { Button } from '@mantine/core';
import { useWords } from '../../../words/words-context.js';

interface Props {
  page: { hasNextPage: boolean; endCursor: string | null };
  load: (after: string | null) => unknown;
  isLoading: boolean;
}

/** Fetches the next lines of a list behind the last one. */
export function More({ page, load, isLoading }: Props) {
  const { t } = useWords();
  if (!page.hasNextPage) return null;
  return (
    <div>
      <Button variant="default" loading={isLoading} onClick={() => load(page.endCursor)}>
        {t('find.more')}
      </Button>
    </div>
  );
}
