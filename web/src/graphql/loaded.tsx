import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Notice } from '../ui/notes/notice.js';
import { useWords } from '../words/words-context.js';
import { type FaultKind, faultKind } from './fault-kind.js';

interface Result<Data> {
  data?: Data | null | undefined;
  error?: unknown;
  refetch: () => unknown;
}

interface Props<Data> {
  result: Result<Data>;
  /** What stands there until the answer comes, in the size of what will come. */
  waiting: ReactNode;
  children: (data: Data) => ReactNode;
}

/** Shows a query in each of its states: on its way, refused, in part, whole. */
export function Loaded<Data>({ result: { data, error, refetch }, waiting, children }: Props<Data>) {
  if (data === undefined || data === null) {
    return error === undefined ? waiting : <Fault kind={faultKind(error)} retry={refetch} />;
  }
  return (
    <>
      {error !== undefined && <Fault kind="partial" retry={refetch} />}
      {children(data)}
    </>
  );
}

/** A failure that is no refusal of the business: what happened and, where it helps, a button to ask again. */
export function Fault({ kind, retry }: { kind: FaultKind; retry?: () => unknown }) {
  const { t } = useWords();
  const canRetry = retry !== undefined && kind !== 'forbidden' && kind !== 'missing';
  return (
    <Notice
      tone={kind === 'partial' ? 'warning' : 'refusal'}
      title={t(`fault.${kind}`)}
      actions={
        canRetry && (
          <Button variant="default" onClick={() => retry()}>
            {t('fault.retry')}
          </Button>
        )
      }
    >
      {t(`fault.${kind}Why`)}
    </Notice>
  );
}
