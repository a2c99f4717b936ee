import { until } from '@fleetgraph/kit/testing/until';
import { isKafkaInstalled, startTestKafka, type TestKafka } from '@fleetgraph/router/testing/test-kafka';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import pg from 'pg';
import type { Graph } from '../../client/graph.js';
import { START_TIMEOUT_MS, TestSystem } from '../testing/test-system.js';

const SKU = 'CHILD-011';
const ROUNDS = 5;

const READ_PRICE = parse(`query ReadPrice($sku: String!) { product(sku: $sku) { listPrice { amountMinor } } }`);
const READ_VERSION = parse(`query ReadVersion($sku: String!) { product(sku: $sku) { id version } }`);
const CHANGE_PRICE = parse(`mutation ChangePrice($input: EditProductVariantInput!) {
  editProductVariant(input: $input) { __typename }
}`);

interface Product {
  readonly product: { readonly id: string; readonly version: number; readonly listPrice: { amountMinor: string } };
}

const buses: [string, boolean][] = [
  ['the embedded log', false],
  ['Kafka', true],
];

describe.each(buses)('the cached catalogue, told of changes by %s', (_, isKafka) => {
  if (isKafka && !isKafkaInstalled()) {
    it.skip('SKIPPED: needs Java 17 and Maven', () => {});
    return;
  }
  let kafka: TestKafka | undefined;
  let system: TestSystem;
  let customer: Graph;
  let admin: Graph;

  beforeAll(async () => {
    if (isKafka) kafka = await startTestKafka();
    system = await TestSystem.start(kafka === undefined ? {} : { kafkaBrokers: [kafka.broker] });
    customer = await system.as('customer');
    admin = await system.as('admin');
  }, START_TIMEOUT_MS);

  afterAll(async () => {
    await system?.stop();
    await kafka?.stop();
  });

  const price = async () =>
    Number(
      (await customer.ask<Product, Record<string, unknown>>(READ_PRICE, { sku: SKU })).product.listPrice.amountMinor,
    );
  /** Behind everybody's back, so that no event tells of it. */
  const overwrite = async (priceMinor: number) => {
    const client = new pg.Client(system.insides.databaseUrls.fleet);
    await client.connect();
    await client.query('update product_variant set price_minor = $1 where sku = $2', [priceMinor, SKU]);
    await client.end();
  };
  const change = async (priceMinor: number) => {
    const { product } = await admin.ask<Product, Record<string, unknown>>(READ_VERSION, { sku: SKU });
    const input = { id: product.id, expectedVersion: product.version, priceMinor: String(priceMinor) };
    expect(await admin.ask<object, Record<string, unknown>>(CHANGE_PRICE, { input })).toEqual({
      editProductVariant: { __typename: 'EditProductVariantSuccess' },
    });
  };
  const untilCached = async () => {
    let written = 100_000;
    await until(async () => {
      const shown = await price();
      written += 1;
      await overwrite(written);
      return (await price()) === shown;
    });
  };

  it('shows a price that staff have changed within a second, and the one of before until then', async () => {
    const delays: number[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      await untilCached();
      await change(round * 1_000);
      const changedAt = performance.now();
      await until(async () => (await price()) === round * 1_000);
      delays.push(performance.now() - changedAt);
    }
    const [, , median] = delays.sort((one, other) => one - other);
    expect(median).toBeLessThan(1_000);
  });
});
