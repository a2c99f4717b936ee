import { isZero } from '../../format/money.js';
import type { WholeTripFragment } from '../../graphql/__generated__/graphql.js';
import { Facts } from '../../ui/facts.js';
import { useWords } from '../../words/words-context.js';
import css from './follow-trip.module.css';

/** What was paid and given back, and the documents to keep. */
export function Money({ trip }: { trip: WholeTripFragment }) {
  const { t, money, instant } = useWords();
  const refunds = trip.payments?.flatMap((payment) => payment.refunds) ?? [];
  return (
    <section aria-labelledby="money">
      <h2 id="money">{t('trip.money')}</h2>
      <Facts
        rows={[
          [t('basket.total'), money(trip.total)],
          [t('trip.paid'), trip.paid && money(trip.paid)],
          [t('trip.refunded'), trip.refunded && !isZero(trip.refunded) ? money(trip.refunded) : null],
        ]}
      />
      {trip.payments === null && <p className="quiet">{t('trip.moneyAway')}</p>}
      {refunds.length > 0 && (
        <ul className={css.documents} aria-label={t('trip.refunds')}>
          {refunds.map((refund) => (
            <li key={refund.id}>
              {money(refund.amount)} <span className="quiet">{t(`refund.${refund.state}`)}</span>
            </li>
          ))}
        </ul>
      )}
      <h3>{t('trip.documents')}</h3>
      {trip.invoices === null || trip.invoices.length === 0 ? (
        <p className="quiet">{t('trip.noDocuments')}</p>
      ) : (
        <ul className={css.documents}>
          {trip.invoices.map((invoice) => (
            <li key={invoice.id}>
              {invoice.pdfUrl === null ? (
                t(`trip.${invoice.kind}`, { number: invoice.number })
              ) : (
                <a href={invoice.pdfUrl} target="_blank" rel="noreferrer">
                  {t(`trip.${invoice.kind}`, { number: invoice.number })}
                </a>
              )}{' '}
              <span className="quiet">
                {money(invoice.gross)} · {instant(invoice.issuedAt)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
