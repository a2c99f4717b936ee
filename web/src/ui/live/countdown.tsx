import { useEffect, useEffectEvent, useState } from 'react';
import { formatRemaining } from '../../format/remaining.js';
import css from './countdown.module.css';

interface Props {
  until: string;
  /** The server's clock, in milliseconds. */
  now: () => number;
  label: string;
  onEnd?: () => void;
}

const SOON_MS = 120_000;

/** Counts down to an instant of the server; read out once a minute at most, not every second. */
export function Countdown({ until, now, label, onEnd }: Props) {
  const end = Date.parse(until);
  const [left, setLeft] = useState(() => end - now());
  const tick = useEffectEvent(() => {
    const rest = end - now();
    setLeft(rest);
    if (rest <= 0) onEnd?.();
    return rest > 0;
  });

  useEffect(() => {
    if (end === 0 || !tick()) return;
    const timer = setInterval(() => {
      if (!tick()) clearInterval(timer);
    }, 250);
    return () => clearInterval(timer);
  }, [end]);

  return (
    <span className={css.countdown} data-soon={left < SOON_MS}>
      <span>{label}</span> <span role="timer">{formatRemaining(left)}</span>
    </span>
  );
}
