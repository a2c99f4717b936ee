import { transact } from '@fleetgraph/kit/database/transact';
import type { TestSubgraph } from '@fleetgraph/kit/testing/start-test-subgraph';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestPayments } from '../../booking/testing/start-test-payments.js';
import { InvoiceKind } from '../invoice.entity.js';
import { numberDocument } from './number-document.js';

let payments: TestSubgraph;
beforeAll(async () => {
  payments = await startTestPayments();
});
afterAll(() => payments.stop());

const take = (kind: InvoiceKind, isRolledBack = false) =>
  transact(payments.running.runtime.em(), async (tx) => {
    const { number } = await numberDocument(tx, kind);
    if (isRolledBack) throw new Error('rolled back');
    return number;
  });

describe('document numbers', () => {
  it('have neither gaps nor doubles when 50 are taken at once and some of those roll back', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) => take(InvoiceKind.INVOICE, index % 3 === 0)),
    );

    const numbers = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : [])).sort();
    // Which year it is, the clock of the legal entity says.
    expect(numbers.map((number) => number.replace(/^FG-INV-\d{4}-/, ''))).toEqual(
      Array.from({ length: 33 }, (_, index) => String(index + 1).padStart(6, '0')),
    );
  });

  it('run apart for credit notes', async () => {
    expect(await take(InvoiceKind.CREDIT_NOTE)).toMatch(/^FG-CRN-\d{4}-000001$/);
  });
});
