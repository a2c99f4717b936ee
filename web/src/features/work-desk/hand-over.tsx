import { useMutation } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { useState } from 'react';
import {
  CheckInCarDocument,
  CheckOutCarDocument,
  CompleteLineDocument,
  type DeskBookingFragment,
} from '../../graphql/__generated__/graphql.js';
import { faultKind } from '../../graphql/fault-kind.js';
import { Fault } from '../../graphql/loaded.js';
import { Notice } from '../../ui/notes/notice.js';
import { useWords } from '../../words/words-context.js';
import css from './work-desk.module.css';

type Line = DeskBookingFragment['lines'][number];
type Step = 'checkOut' | 'checkIn' | 'complete';

const DOCUMENTS = { checkOut: CheckOutCarDocument, checkIn: CheckInCarDocument, complete: CompleteLineDocument };

/** The one next step of a line at the desk: hand over, take back, delivered. */
export function HandOver({ booking, line }: { booking: DeskBookingFragment; line: Line }) {
  const step = nextStep(line);
  return step === undefined ? null : <StepButton bookingId={booking.id} line={line} step={step} />;
}

function StepButton({ bookingId, line, step }: { bookingId: string; line: Line; step: Step }) {
  const { t } = useWords();
  const [hand, { data, error, loading }] = useMutation(DOCUMENTS[step]);
  const outcome = data?.outcome;
  const [attempt, setAttempt] = useState(0);

  const take = async () => {
    // A lost answer is asked again by the same key; a refusal is tried afresh.
    const input = { bookingId, lineId: line.id, idempotencyKey: `${step}-${line.id}-${attempt}` };
    const answer = await hand({ variables: { input } }).catch(() => undefined); // `error` holds it
    if (answer?.data !== undefined && answer.data.outcome.__typename !== 'HandOverSuccess') setAttempt(attempt + 1);
  };

  return (
    <>
      <Button variant="default" loading={loading} aria-label={`${t(`desk.${step}`)}: ${line.title}`} onClick={take}>
        {t(`desk.${step}`)}
      </Button>
      {outcome !== undefined && outcome.__typename !== 'HandOverSuccess' && (
        <div className={css.refusal}>
          <Notice tone="refusal" title={outcome.message} />
        </div>
      )}
      {error !== undefined && (
        <div className={css.refusal}>
          <Fault kind={faultKind(error)} />
        </div>
      )}
    </>
  );
}

function nextStep({ __typename, state }: Line): Step | undefined {
  if (__typename === 'CarRental') {
    if (state === 'CONFIRMED') return 'checkOut';
    return state === 'IN_USE' ? 'checkIn' : undefined;
  }
  return state === 'CONFIRMED' || state === 'IN_USE' ? 'complete' : undefined;
}
