import { type ReactNode, useEffect, useRef } from 'react';
import css from './page.module.css';

interface Props {
  title: string;
  /** One sentence under the title. */
  lead?: ReactNode;
  /** What stands at the right of the title: a state, a button. */
  aside?: ReactNode;
  /** A narrow column for what is read or filled in from top to bottom. */
  narrow?: boolean;
  children: ReactNode;
}

let isFirstPage = true;

/** A place of the app: names the window, and moves the focus to its heading when one arrives from another place. */
export function Page({ title, lead, aside, narrow = false, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    document.title = `${title} – Fleetgraph`;
  }, [title]);

  useEffect(() => {
    if (!isFirstPage) heading.current?.focus({ preventScroll: true });
    isFirstPage = false;
  }, []);

  return (
    <div className={narrow ? css.narrow : css.page}>
      <div className={css.top}>
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead !== undefined && <p className={css.lead}>{lead}</p>}
        </div>
        {aside !== undefined && <div className={css.aside}>{aside}</div>}
      </div>
      {children}
    </div>
  );
}
