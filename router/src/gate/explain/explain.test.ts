import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { RouterSettings } from '../../config/config-schema.js';
import { GUARDED } from '../../testing/graphs/guarded.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { startTestIssuer, type TestIssuer } from '../../testing/test-issuer.js';
import { startTestRouter, type TestRouter } from '../../testing/test-router.js';

let graph: TestGraph;
let issuer: TestIssuer;
let router: TestRouter;

beforeAll(async () => {
  graph = await startTestGraph(GUARDED);
  issuer = await startTestIssuer();
});
afterEach(() => router?.stop());
afterAll(async () => {
  await issuer?.stop();
  await graph?.stop();
});

async function start(settings: Partial<RouterSettings>): Promise<void> {
  router = await startTestRouter({ supergraph: graph.supergraph, authentication: issuer.rules, ...settings });
}

const BONUS = '{ person(id: "1") { name bonus } }';

async function ask(explain: string, scope?: string) {
  const token = scope === undefined ? {} : { token: await issuer.token({ scope }) };
  return router.query(BONUS, { ...token, headers: { 'x-fleetgraph-explain': explain } });
}

describe('an explanation', () => {
  it('tells plan, times and cost beside the answer', async () => {
    await start({ dev: true });
    const { data, extensions } = await ask('plan, timing, cost', '');
    expect(data).toEqual({ person: { name: 'Person 1', bonus: 3 } });
    expect(extensions).toMatchObject({
      plan: {
        calls: [
          {
            call: 0,
            subgraph: 'people',
            after: [],
            fetches: [{ path: '', document: expect.stringContaining('person') }],
          },
          { call: 1, subgraph: 'payroll', after: [0], fetches: [{ path: 'person' }] },
        ],
      },
      timing: {
        ms: expect.any(Number),
        subgraphs: { people: { calls: 1, ms: expect.any(Number) }, payroll: { calls: 1 } },
        calls: [{ subgraph: 'people' }, { subgraph: 'payroll' }],
      },
      cost: { estimated: 1, actual: 1 },
    });
  });

  it('tells only what was asked for', async () => {
    await start({ dev: true });
    expect(Object.keys((await ask('timing,nonsense', '')).extensions ?? {})).toEqual(['timing']);
    expect(await ask('nonsense', '')).not.toHaveProperty('extensions');
  });

  it.each<[string, string | undefined, boolean]>([
    ['strangers', undefined, false],
    ['callers without the scope', 'other', false],
    ['callers with the scope', 'other graph:explain', true],
  ])('outside of dev, for %s: %s', async (_, scope, isTold) => {
    await start({ explain: { scope: 'graph:explain' } });
    const answer = await ask('plan', scope);
    expect('plan' in (answer.extensions ?? {})).toBe(isTold);
  });

  it('is for nobody when nothing is said', async () => {
    await start({});
    expect(await ask('plan,timing,cost', 'admin')).not.toHaveProperty('extensions');
  });
});

describe('the setting dev', () => {
  const open = (path = '/graphql') => router.fetch(path, { headers: { accept: 'text/html,*/*;q=0.8' } });

  it('answers a browser with a page that needs nothing from elsewhere, and may run only its own script', async () => {
    await start({ dev: true });
    const response = await open();
    const html = await response.text();
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const script = html.slice(html.indexOf('<script>') + '<script>'.length, html.lastIndexOf('</script>'));
    const digest = createHash('sha256').update(script).digest('base64');
    expect(response.headers.get('content-security-policy')).toContain(`script-src 'sha256-${digest}'`);
    expect(html.slice(0, html.indexOf('<script>'))).not.toMatch(/(src|href)="https?:/);
  });

  it('still answers a query of a browser', async () => {
    await start({ dev: true });
    expect(await (await open('/graphql?query={open}')).json()).toEqual({ data: { open: 'yes' } });
  });

  it('lets everybody ask for the schema', async () => {
    await start({ dev: true });
    expect((await router.query('{ __schema { queryType { name } } }')).errors).toBeUndefined();
  });

  it('gives way to a page of the web app', async () => {
    await start({ dev: true, web: { graphiqlPath: '/developers' } });
    const response = await router.fetch('/graphql', { headers: { accept: 'text/html' }, redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/developers']);
  });

  it('is off by default: no page', async () => {
    await start({});
    expect((await open()).headers.get('content-type')).not.toContain('text/html');
  });
});
