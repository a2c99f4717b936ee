import { isZero } from '../format/money.js';
import type { CancellationFactsFragment, ChargeFactsFragment } from '../graphql/__generated__/graphql.js';
import { useWords } from '../words/words-context.js';
import css from './price-breakdown.module.css';

/** Every charge of a price with the rule that made it, opened by one click. */
export function PriceBreakdown({ charges }: { charges: readonly ChargeFactsFragment[] }) {
  const { t, money, number } = useWords();
  return (
    <details className={css.breakdown}>
      <summary>{t('price.explain')}</summary>
      <ul>
        {charges.map((charge) => (
          <li key={charge.code + charge.title}>
            <span>
              {charge.title}
              <span className="quiet">
                {' '}
                {t('price.amount', { quantity: number(charge.quantity), unit: charge.unit })}
              </span>
            </span>
            <span className={css.money}>{money(charge.amount)}</span>
            <span className={`${css.rule} quiet`}>
              {charge.rule} · {t('price.tax', { tax: money(charge.tax) })}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** When how much comes back, in plain words. */
export function Conditions({ terms }: { terms: readonly CancellationFactsFragment[] }) {
  const { t, money, zoned } = useWords();
  if (terms.length === 0) return null;
  return (
    <ul className={css.terms}>
      {terms.map(({ until, refund }) => (
        <li key={until?.at ?? 'after'}>
          {t(until === null ? (terms.length === 1 ? 'price.always' : 'price.after') : 'price.until', {
            until: until === null ? '' : zoned(until),
            refund: isZero(refund) ? t('price.nothing') : money(refund),
          })}
        </li>
      ))}
    </ul>
  );
}
