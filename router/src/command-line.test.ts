import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SHOP } from './testing/graphs/shop.js';
import { COMMAND_FILE, runTestCommand, startTestCommand } from './testing/test-command.js';
import { startTestGraph, type TestGraph } from './testing/test-graph.js';
import { until } from './testing/test-router.js';

const TRUST = ['issuer=x', 'audience=y', 'jwksFile=/nowhere/jwks.json'].flatMap((setting) => [
  '--set',
  `authentication.${setting}`,
]);
/** In a Redis that is not there: its client would go on looking for it. */
const COUNTED = ['--set', 'rateLimits.address=5', '--set', 'rateLimits.redisUrl=redis://127.0.0.1:1'];
const isNoLog = (line: string) => !line.startsWith('{');

describe('the command fleetgraph-router', () => {
  let folder: string;
  let file: string;
  let graph: TestGraph;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fleetgraph-command-'));
    file = join(folder, 'any.graphql');
    graph = await startTestGraph(SHOP);
    await writeFile(file, graph.supergraph);
  });

  afterAll(async () => {
    await graph.stop();
    await rm(folder, { recursive: true });
  });

  const query = async (url: string, text: string) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: text }),
    });
    return response.json();
  };

  it('serves any supergraph, prints one line, and stops when told', async () => {
    const started = await startTestCommand(['--supergraph', file, '--port', '0']);
    const { url } = started;
    expect(await query(url, '{ me { name reviews { text } } }')).toMatchObject({ data: { me: { name: 'User 1' } } });
    expect(await started.stop()).toBe(0);
  });

  it('reads a file, the environment where the file names it, and flags, which win', async () => {
    const config = join(folder, 'router.yaml');
    await writeFile(
      config,
      `supergraph: \${SUPERGRAPH}
port: \${PORT:-0}
limits: { maxDepth: 3 }
subgraphs:
  accounts: { urls: ["\${ACCOUNTS}/graphql"] }
`,
    );
    const env = { SUPERGRAPH: file, ACCOUNTS: 'http://127.0.0.1:1' };
    const started = await startTestCommand(['--config', config, '--set', 'limits.maxDepth=2'], env);
    const { url } = started;
    expect(await query(url, '{ me { friends { name } } }')).toMatchObject({
      errors: [{ extensions: { limit: 'depth', max: 2 } }],
    });
    expect(await query(url, '{ me { name } }')).toMatchObject({
      errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }],
    });
    await started.stop();
  });

  it.each([
    [
      'a supergraph that is missing',
      () => ['--supergraph', join(folder, 'none.graphql')],
      /there is no supergraph at .*none\.graphql/,
    ],
    ['a file that is none', () => ['--supergraph', COMMAND_FILE], /not a valid supergraph/],
    ['no supergraph', () => [], /supergraph: is missing/],
    ['an unknown flag', () => ['--supergraph', file, '--colour', 'red'], /Unknown option '--colour'/],
    [
      'a port that is none',
      () => ['--supergraph', file, '--port', 'many'],
      /--port: port: Invalid input: expected number/,
    ],
    [
      'a setting that is none',
      () => ['--supergraph', file, '--set', 'limits.maxDept=3'],
      /--set limits\.maxDept: limits\.maxDept: there is no such setting/,
    ],
    [
      'a header that is handed on by nobody but the router',
      () => ['--supergraph', file, '--set', 'headers.propagate=cookie'],
      /--set headers\.propagate: headers\.propagate\.0: cookie is the router's own to write/,
    ],
    [
      'one of several texts that is wrong',
      () => ['--supergraph', file, ...TRUST, '--set', 'authentication.algorithms=ES256,HS256'],
      /authentication\.algorithms\.1: Invalid option: expected one of "ES256"/,
    ],
    [
      'a file with keys that is missing',
      () => ['--supergraph', file, ...TRUST],
      /authentication\.jwksFile: \/nowhere\/jwks\.json is not a file with keys/,
    ],
    [
      'a document that is missing, whatever has started before',
      () => ['--supergraph', file, ...COUNTED, '--set', 'execution.warm.documents=/nowhere'],
      /^fleetgraph-router: execution\.warm\.documents: \/nowhere cannot be read/m,
    ],
    ['a config that is missing', () => ['--config', join(folder, 'none.yaml')], /none\.yaml cannot be read/],
    [
      'a port that is taken',
      () => ['--supergraph', file, '--port', new URL(graph.subgraph('accounts').url).port, '--host', '127.0.0.1'],
      /port \d+ is taken by another program; choose one with --port/,
    ],
    [
      'a port for metrics that is taken',
      () => [
        '--supergraph',
        file,
        '--port',
        '0',
        '--set',
        `metrics.port=${new URL(graph.subgraph('accounts').url).port}`,
      ],
      /port \d+ is taken by another program; choose one with --set metrics\.port=N/,
    ],
    [
      'one port for two purposes',
      () => ['--supergraph', file, '--port', '4000', '--set', 'metrics.port=4000'],
      /--set metrics\.port: metrics\.port: is the port of the graph, too/,
    ],
    [
      'a map that is none',
      () => ['--supergraph', file, '--set', 'cache.rules={ Item: '],
      /--set cache\.rules: is neither a list nor a map of YAML/,
    ],
  ])('ends with one clear sentence and 1 on %s', async (_, args, sentence) => {
    const { child, output } = runTestCommand(args());
    const [code] = await once(child, 'close');
    expect(output.stderr).toMatch(sentence);
    expect(output.stderr.trimEnd().split('\n').filter(isNoLog)).toHaveLength(1);
    expect([code, output.stdout]).toEqual([1, '']);
  });

  it('tells every fault of a file with its place, and none of its values', async () => {
    const config = join(folder, 'bad.yaml');
    await writeFile(
      config,
      `supergraph: x\ncolour: red\nlimits:\n  maxDepth: deep\nsigning:\n  secrets: [short-and-secret]\nweb:\n  root: \${NOWHERE}\n`,
    );
    const check = async (env: Record<string, string>) => {
      const { child, output } = runTestCommand(['--config', config, '--check'], env);
      expect(await once(child, 'close')).toEqual([1, null]);
      return output.stderr.trimEnd().split('\n');
    };
    expect(await check({})).toEqual([`fleetgraph-router: ${config}:8:9: the variable NOWHERE is not set`]);
    const faults = await check({ NOWHERE: 'web' });
    expect(faults).toEqual([
      expect.stringContaining(`${config}:6:3: signing.secrets.0: `),
      expect.stringContaining(`${config}:4:3: limits.maxDepth: Invalid input: expected number`),
      `fleetgraph-router: ${config}:2:1: colour: there is no such setting`,
    ]);
    expect(faults.join()).not.toContain('short-and-secret');
  });

  it.each([
    ['a list with a colon in it', 'supergraph: [\n', /bad\.yaml:2:1: /],
    ['no map', '- supergraph\n', /bad\.yaml: must be a map of settings/],
    ['a key that comes twice', 'port: 1\nport: 2\n', /bad\.yaml:2:1: /],
  ])('refuses a file with %s', async (_, text, sentence) => {
    const config = join(folder, 'bad.yaml');
    await writeFile(config, text);
    const { child, output } = runTestCommand(['--config', config]);
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(output.stderr).toMatch(sentence);
  });

  it('checks configuration and supergraph without serving them', async () => {
    const { child, output } = runTestCommand(['--supergraph', file, '--check']);
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(output.stdout).toContain('are valid');
    const wrong = runTestCommand(['--supergraph', COMMAND_FILE, '--check']);
    expect(await once(wrong.child, 'close')).toEqual([1, null]);
    expect(wrong.output.stderr).toContain('not a valid supergraph');
  });

  it('takes the example of the README', async () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const [, example = ''] = /```yaml\n(.*?)```/s.exec(readme) ?? [];
    const config = join(folder, 'readme.yaml');
    await writeFile(config, example.replaceAll('./', `${folder}/`));
    await writeFile(join(folder, 'my-supergraph.graphql'), graph.supergraph);
    const none = { format: 'apollo-persisted-query-manifest', version: 1, operations: [] };
    await writeFile(join(folder, 'web-operations.json'), JSON.stringify(none));
    const { child, output } = runTestCommand(['--config', config, '--check'], { ROUTER_SECRET: 'x'.repeat(32) });
    expect([await once(child, 'close'), output.stdout]).toEqual([[0, null], expect.stringContaining('are valid')]);
  });

  it('checks all else that would keep a router from starting, and tells all of it at once', async () => {
    const config = join(folder, 'unready.yaml');
    await writeFile(
      config,
      `supergraph: ${join(folder, 'none.graphql')}
authentication: { issuer: x, audience: y, jwksFile: /nowhere/jwks.json }
persistedOperations: { mode: allow, manifests: [/nowhere/manifest.json] }
execution: { warm: { documents: [/nowhere/documents] } }
cache: { enabled: true, events: { rules: [{ topic: t, tags: [User] }] } }
`,
    );
    const { child, output } = runTestCommand(['--config', config, '--check']);
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(output.stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/there is no supergraph at .*none\.graphql/),
      expect.stringContaining('/nowhere/jwks.json is not a file with keys'),
      expect.stringContaining('/nowhere/manifest.json is not a persisted query manifest'),
      expect.stringContaining('/nowhere/documents cannot be read'),
      expect.stringContaining('cache.events.kafka: is missing'),
    ]);
  });

  it('warns of names that the supergraph does not have, and of operations that it would refuse', async () => {
    const config = join(folder, 'doubtful.yaml');
    const manifest = join(folder, 'manifest.json');
    const documents = join(folder, 'documents');
    const registered = { '1': '{ me { name } }', '2': 'query Lost { found }' };
    const operations = Object.entries(registered).map(([id, body]) => ({ id, name: id, type: 'query', body }));
    await writeFile(manifest, JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }));
    await mkdir(documents);
    await writeFile(join(documents, 'old.graphql'), 'query Leave { goodbye }');
    await writeFile(
      config,
      `supergraph: ${file}
subgraphs: { strange: { urls: ['http://127.0.0.1:9'] }, stock: { urls: [] } }
persistedOperations: { mode: allow, manifests: [${manifest}] }
execution: { warm: { documents: [${documents}] } }
cache: { enabled: true, rules: { Nobody: { maxAge: 60 } } }
web: { root: ${folder} }
usage: { file: /nowhere/usage.jsonl }
`,
    );
    const { child, output } = runTestCommand(['--config', config, '--check']);
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(output.stdout).toContain('are valid');
    expect(output.stderr.trimEnd().split('\n').filter(isNoLog)).toEqual([
      `fleetgraph-router: warning: web.root: there is no index.html in ${folder}`,
      'fleetgraph-router: warning: usage.file: there is no folder /nowhere',
      'fleetgraph-router: warning: subgraphs.strange: the supergraph has no such subgraph',
      'fleetgraph-router: warning: subgraphs.stock.urls: there is no address, nor in the supergraph',
      'fleetgraph-router: warning: cache: the supergraph has no Nobody',
      `fleetgraph-router: warning: ${manifest}: 2: Lost would be refused: Cannot query field "found" on type "Query".`,
      `fleetgraph-router: warning: ${join(documents, 'old.graphql')}: Leave would be refused: Cannot query field "goodbye" on type "Query".`,
    ]);
  });

  it('serves by several workers, replaces one that is lost, and stops all of them', async () => {
    const started = await startTestCommand(['--supergraph', file, '--port', '0', '--workers', '2']);
    const { url } = started;
    const children = () => childrenOf(started.child.pid ?? 0);
    const [first, second] = children();
    expect([first, second]).toEqual([expect.any(Number), expect.any(Number)]);
    process.kill(first ?? 0, 'SIGKILL');
    await until('another worker is there', () => children().length === 2 && !children().includes(first ?? 0));
    expect(await query(url, '{ me { name } }')).toEqual({ data: { me: { name: 'User 1' } } });
    const all = children();
    expect(await started.stop()).toBe(0);
    expect(all.filter(isRunning)).toEqual([]);
  });

  it('ends when its workers cannot begin', async () => {
    const { child, output } = runTestCommand(['--supergraph', COMMAND_FILE, '--port', '0', '--workers', '2']);
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(output.stderr).toContain('not a valid supergraph');
  });

  it('explains itself', async () => {
    const { child, output } = runTestCommand(['--help']);
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(output.stdout).toContain('--supergraph');
    expect(output.stdout).toContain('limits.maxDepth (integer, default 20)');
    expect(output.stdout).toContain('subgraphs.*.urls');
  });
});

/** Processes that a process has started, as Linux knows them. */
const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
