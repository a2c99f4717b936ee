import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery, Kind, parse } from 'graphql';
import { payByCard, TEST_CARDS } from '../../client/card-form.js';
import { readUntil } from '../../client/follow-booking.js';
import { type Account, START_TIMEOUT_MS, TestSystem } from '../testing/test-system.js';
import { type Example, loadExample, loadExamples, rootFieldsOf, variablesOf } from './example.js';

type Data = Record<string, unknown>;

const examples = loadExamples();
const answers = new Map<string, Promise<Data>>();
let system: TestSystem;
beforeAll(async () => {
  system = await TestSystem.start();
}, START_TIMEOUT_MS);
afterAll(() => system?.stop());

/** The answer of an example; each runs once, after those that it builds on. */
function answerOf(name: string): Promise<Data> {
  const known = answers.get(name) ?? run(loadExample(name));
  answers.set(name, known);
  return known;
}

async function run(example: Example): Promise<Data> {
  const variables = await variablesOf(example, answerOf);
  const graph = await system.as(example.kind as Account); // each folder has the name of an account
  const isSubscription = example.document.definitions.some(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION && definition.operation === 'subscription',
  );
  if (isSubscription) {
    for await (const data of graph.followText<Data>(example.query, variables, AbortSignal.timeout(10_000))) return data;
    throw new Error('The subscription ended before its first message.');
  }
  const answer = await graph.ask<Data, Data>(parse(example.query), variables);
  if (example.name === 'customer/start-payment') await pay(answer);
  return answer;
}

/** What a person does between two examples. */
async function pay(answer: Data): Promise<void> {
  const { startPayment } = answer as {
    startPayment: { clientSecret: string; publishableKey: string; payment: { booking: { id: string } } };
  };
  await payByCard(system.url, startPayment, TEST_CARDS.works);
  const customer = await system.as('customer');
  const { id } = startPayment.payment.booking;
  await readUntil(customer, id, { fits: ({ booking }) => booking.state === 'CONFIRMED' });
}

/** Types of refusals that an answer holds. */
function refusalsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(refusalsIn);
  if (typeof value !== 'object' || value === null) return [];
  const own = 'code' in value && 'message' in value && '__typename' in value ? [JSON.stringify(value)] : [];
  return [...own, ...Object.values(value).flatMap(refusalsIn)];
}

describe('the example operations', () => {
  it.each(examples.map(({ name }) => name))('%s', async (name) => {
    expect(refusalsIn(await answerOf(name))).toEqual([]);
  });

  it('show every field of the root but editing and importing', async () => {
    const introspection = await (await system.as('customer')).ask<IntrospectionQuery & Data, Data>(
      parse(getIntrospectionQuery()),
      {},
    );
    const schema = buildClientSchema(introspection);
    const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
    const fields = roots.flatMap((type) => Object.keys(type?.getFields() ?? {}));
    const shown = new Set(examples.flatMap(rootFieldsOf));
    expect(fields.filter((field) => !shown.has(field) && !/^(edit|import)/.test(field))).toEqual([]);
  });
});
