import { useWords } from '../../words/words-context.js';
import css from './state-mark.module.css';

const TONES = {
  DRAFT: 'open',
  QUOTED: 'open',
  HELD: 'wait',
  AWAITING_PAYMENT: 'wait',
  CONFIRMED: 'good',
  IN_USE: 'good',
  COMPLETED: 'done',
  EXPIRED: 'gone',
  CANCELLED: 'gone',
  NO_SHOW: 'gone',
  FAILED: 'gone',
  PARTIALLY_CONFIRMED: 'wait',
  PARTIALLY_CANCELLED: 'wait',
} as const;

const SHAPES = { open: '○', wait: '◐', good: '●', done: '✓', gone: '✕' } as const;

/** Where a booking or one of its lines stands: shape and words tell it, colour only helps. */
export function StateMark({ state }: { state: keyof typeof TONES }) {
  const { t } = useWords();
  const tone = TONES[state];
  return (
    <span className={css.mark} data-tone={tone}>
      <span aria-hidden="true">{SHAPES[tone]}</span> {t(`state.${state}`)}
    </span>
  );
}
