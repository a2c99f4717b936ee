import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { sqlAll, sqlRun } from '../database/sql.js';
import type { SubgraphRuntime } from '../graphql/runtime.js';
import { startTestOrm, type TestOrm } from '../testing/test-orm.js';
import { kitJobs } from './kit-jobs.js';

let test: TestOrm;
beforeAll(async () => {
  test = await startTestOrm();
});
afterAll(() => test.close());

it('keeps the kit tables small and forgets nothing that is still promised', async () => {
  await sqlRun(
    test.em(),
    `insert into idempotency_key (caller, operation, key, fingerprint, created_at)
     select 'c', 'o', age, '', now() - age::interval from unnest($1::text[]) as t (age)`,
    [['47 hours', '49 hours']],
  );
  await sqlRun(
    test.em(),
    `insert into inbox select age, uuidv7(), now() - age::interval from unnest($1::text[]) as t (age)`,
    [['89 days', '91 days']],
  );
  await sqlRun(
    test.em(),
    `insert into outbox (topic, key, type, dataschema, data, published_at)
     select 't', coalesce(age, 'unpublished'), 't', 'd', '', now() - age::interval from unnest($1::text[]) as t (age)`,
    [['13 days', '15 days', null]],
  );
  const runtime = test as unknown as SubgraphRuntime; // these jobs use their entity manager only
  for (const job of kitJobs) await job.run(test.em(), {}, runtime);
  expect(await sqlAll(test.em(), 'select key from idempotency_key')).toEqual([{ key: '47 hours' }]);
  expect(await sqlAll(test.em(), 'select consumer_group from inbox')).toEqual([{ consumer_group: '89 days' }]);
  expect(await sqlAll(test.em(), 'select key from outbox order by sequence')).toEqual([
    { key: '13 days' },
    { key: 'unpublished' },
  ]);
});
