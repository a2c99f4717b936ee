import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { Page } from '../ui/page.js';
import { useWords } from '../words/words-context.js';

/** An address that leads nowhere, and the way back. */
export function NoPlace() {
  const { t } = useWords();
  return (
    <Page title={t('fault.noPlace')} lead={t('fault.noPlaceWhy')} narrow>
      <div>
        <Button component={Link} to="/">
          {t('fault.home')}
        </Button>
      </div>
    </Page>
  );
}
