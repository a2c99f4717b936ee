import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { factsOf, type Thing } from '../../../things/thing.js';
import { ThingPicture } from '../../../things/thing-picture.js';
import { useWords } from '../../../words/words-context.js';
import css from './results.module.css';

interface Props {
  thing: Thing;
  rating: { average: number | null; count: number } | null;
  path: string;
  place?: string | undefined;
  /** What stands at the end of the line: price and button. */
  children: ReactNode;
}

/** One result: drawing, name, facts, place, and what can be done with it. */
export function ResultRow({ thing, rating, path, place = thing.location?.name, children }: Props) {
  const words = useWords();
  const { t, number } = words;
  return (
    <li className={css.row}>
      <ThingPicture thing={thing} />
      <div className={css.about}>
        <h2>
          <Link to={path}>{thing.title}</Link>
        </h2>
        <p>{factsOf(thing, words).join(' · ')}</p>
        <p className="quiet">
          {[t(`find.one${thing.kind}`), thing.__typename === 'Flight' ? undefined : place]
            .filter((part) => part !== undefined)
            .join(' · ')}
          {rating !== null && rating.average !== null && (
            <> · {t('thing.rating', { average: number(rating.average), count: rating.count })}</>
          )}
        </p>
      </div>
      <div className={css.price}>{children}</div>
    </li>
  );
}
