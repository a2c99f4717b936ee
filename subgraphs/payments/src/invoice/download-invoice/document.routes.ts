import type { SubgraphRuntime } from '@fleetgraph/kit/graphql/runtime';
import type { FastifyInstance } from 'fastify';
import { paymentsOptions } from '../../config.js';
import { Invoice } from '../invoice.entity.js';
import { printOnce } from '../print-invoice/print-once.js';
import { opensDocument } from './document-link.js';

interface DocumentRequest {
  readonly Params: { readonly number: string };
  readonly Querystring: { readonly token?: string };
}

/** Serves printed documents to who has a valid link; everything else looks like what is not there. */
export function serveDocuments(app: FastifyInstance, runtime: SubgraphRuntime): void {
  const options = paymentsOptions(runtime.options);
  const opens = (number: string, token: unknown) => typeof token === 'string' && opensDocument(options, number, token);

  app.get<DocumentRequest>('/documents/invoices/:number.pdf', async ({ params: { number }, query }, reply) => {
    const invoice = opens(number, query.token) ? await runtime.em().findOne(Invoice, { number }) : null;
    if (invoice === null)
      return reply.code(404).send({ message: 'There is no such document, or its link has expired.' });
    const pdf = await printOnce(runtime, invoice);
    return reply
      .header('content-disposition', `inline; filename="${number}.pdf"`)
      .header('cache-control', 'private, no-store')
      .header('referrer-policy', 'no-referrer')
      .header('x-content-type-options', 'nosniff')
      .type('application/pdf')
      .send(pdf);
  });
}
