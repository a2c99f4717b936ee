import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { useLocation } from 'react-router';
import { Notice } from '../ui/notes/notice.js';
import { useWords } from '../words/words-context.js';

/** Keeps the shell standing when a page breaks; going to another place starts afresh. */
export function PageGuard({ children }: { children: ReactNode }) {
  const { pathname } = useLocation();
  return <Guard key={pathname}>{children}</Guard>;
}

class Guard extends Component<{ children: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override render() {
    return this.state.isBroken ? <BrokenPage /> : this.props.children;
  }
}

function BrokenPage() {
  const { t } = useWords();
  return (
    <Notice
      tone="refusal"
      title={t('fault.page')}
      actions={
        <Button variant="default" onClick={() => location.reload()}>
          {t('fault.reload')}
        </Button>
      }
    >
      {t('fault.pageWhy')}
    </Notice>
  );
}
