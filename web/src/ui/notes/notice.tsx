import type { ReactNode } from 'react';
import { Icon } from '../icon.js';
import { takeFocus } from '../take-focus.js';
import css from './notice.module.css';

interface Props {
  tone: 'refusal' | 'warning' | 'good' | 'plain';
  title: ReactNode;
  /** Why, in one or two sentences. */
  children?: ReactNode;
  /** Buttons for what to do next. */
  actions?: ReactNode;
  /** It stands where the focus was: take it over. */
  takesFocus?: boolean;
}

const ICONS = { refusal: 'warn', warning: 'clock', good: 'check', plain: 'info' } as const;

/** Says what happened, why, and offers what to do next; a refusal is announced at once, the rest politely. */
export function Notice({ tone, title, children, actions, takesFocus = false }: Props) {
  return (
    <div
      className={css[tone]}
      role={tone === 'refusal' ? 'alert' : 'status'}
      {...(takesFocus && { tabIndex: -1, ref: takeFocus })}
    >
      <Icon name={ICONS[tone]} />
      <div className={css.words}>
        <strong>{title}</strong>
        {children !== undefined && <div>{children}</div>}
        {actions !== undefined && <div className={css.actions}>{actions}</div>}
      </div>
    </div>
  );
}
