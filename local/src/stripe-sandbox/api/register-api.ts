import type { FastifyError, FastifyInstance } from 'fastify';
import type { Sandbox } from '../sandbox.js';
import { answerCall, type Operation } from './answer-call.js';
import {
  cancelPaymentIntent,
  capturePaymentIntent,
  confirmPaymentIntent,
  createPaymentIntent,
  listPaymentIntents,
  retrievePaymentIntent,
  updatePaymentIntent,
} from './payment-intents.js';
import { createPaymentMethod, createRefund, list, retrieve, updateRefund } from './refunds-and-reads.js';

const ENDPOINTS: readonly (readonly ['GET' | 'POST', string, Operation])[] = [
  ['POST', '/payment_intents', createPaymentIntent],
  ['GET', '/payment_intents', listPaymentIntents],
  ['GET', '/payment_intents/:id', retrievePaymentIntent],
  ['POST', '/payment_intents/:id', updatePaymentIntent],
  ['POST', '/payment_intents/:id/confirm', confirmPaymentIntent],
  ['POST', '/payment_intents/:id/capture', capturePaymentIntent],
  ['POST', '/payment_intents/:id/cancel', cancelPaymentIntent],
  ['POST', '/refunds', createRefund],
  ['GET', '/refunds', list('refund', ['payment_intent', 'charge'])],
  ['GET', '/refunds/:id', retrieve('refund')],
  ['POST', '/refunds/:id', updateRefund],
  ['GET', '/charges', list('charge', ['payment_intent'])],
  ['GET', '/charges/:id', retrieve('charge')],
  ['GET', '/events', list('event', ['type'])],
  ['GET', '/events/:id', retrieve('event')],
  ['GET', '/balance_transactions', list('balance_transaction', ['type', 'source', 'currency'])],
  ['GET', '/balance_transactions/:id', retrieve('balance_transaction')],
  ['POST', '/payment_methods', createPaymentMethod],
  ['GET', '/payment_methods/:id', retrieve('payment_method')],
];

/** Offers Stripe's API under `/v1`, and under `/sandbox/v1` where one origin serves everything. */
export function registerApi(app: FastifyInstance, sandbox: Sandbox): void {
  for (const prefix of ['/v1', '/sandbox/v1']) {
    for (const [method, path, operation] of ENDPOINTS) {
      app.route({
        method,
        url: `${prefix}${path}`,
        handler: (request, reply) => answerCall(sandbox, operation, { request, reply }),
      });
    }
  }
  app.setNotFoundHandler((request, reply) => {
    const message = `Unrecognized request URL (${request.method}: ${request.url.split('?', 1)[0]}).`;
    reply.code(404).send({ error: { type: 'invalid_request_error', message } });
  });
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) sandbox.logger.error({ err: error, url: request.url }, 'The sandbox failed by itself.');
    const type = status >= 500 ? 'api_error' : 'invalid_request_error';
    const message = status >= 500 ? 'The sandbox failed by itself.' : error.message;
    reply.code(status).send({ error: { type, message } });
  });
}
