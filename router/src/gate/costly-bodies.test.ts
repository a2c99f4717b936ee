import { connect } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { leastCpuMs, slowness } from '../testing/cpu-time.js';
import { INPUTS } from '../testing/graphs/inputs.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';

const MB = 1_048_576;
/** Nearly as long as a body may be by default. */
const LONG = 261_000;
/** Nearly as long as variables may be by default. */
const WITHIN = 130_000;

const nested = (depth: number, [open, close]: readonly [string, string] = ['[', ']'], core = '') =>
  open.repeat(depth) + core + close.repeat(depth);
const listOf = (length: number, entry: string) => `[${Array(Math.floor(length)).fill(entry).join()}]`;
/** Nested and long at once: each level has a list of its own. */
const wide = (length: number, entry: string, bytes: number) =>
  listOf(bytes / (length * (entry.length + 1) + 2), listOf(length, entry));

const ANY = 'query ($v: Json) { any(value: $v) }';
const ALL = 'query ($v: [Filter!]) { all(filters: $v) }';
const FIND = 'query ($v: Filter!) { find(filter: $v) }';
const MATRIX = 'query ($v: [[Int!]]) { all(matrix: $v) }';

const asking = (query: string, value: string) => `{"query":${JSON.stringify(query)},"variables":{"v":${value}}}`;

/** Bodies of requests; what is not refused for its size is refused for what it says. */
const BODIES: Readonly<Record<string, string>> = {
  'a long text as a variable': asking(ANY, `"${'x'.repeat(LONG)}"`),
  'a long text where a number is wanted': asking(MATRIX, `[["${'x'.repeat(WITHIN)}"]]`),
  'a long name of an enum': asking(FIND, `{"level":"${'x'.repeat(WITHIN)}"}`),
  'a long number': asking(MATRIX, `[[${'9'.repeat(WITHIN)}]]`),
  'lists within lists': asking(ANY, nested(LONG / 2)),
  'lists within lists where a number is wanted': asking(MATRIX, nested(WITHIN / 2)),
  'objects within objects': asking(ANY, nested(LONG / 6, ['{"a":', '}'], '1')),
  'inputs within inputs': asking(FIND, `{"range":${nested(WITHIN / 10, ['{"sub":[', ']}'])}}`),
  'a long list': asking(ANY, listOf(LONG / 2, '1')),
  'a long list of wrong values': asking(ALL, listOf(1_000, `{"no":"${'x'.repeat(100)}"}`)),
  'many wrong values': asking(MATRIX, wide(900, '""', WITHIN)),
  'many wrong objects': asking(ALL, listOf(999, '{"range":{"from":"x","to":"x","no":1}}')),
  'many fields that nobody knows': asking(
    FIND,
    `{${Array.from({ length: 9_000 }, (_, index) => `"field${index}":1`).join()}}`,
  ),
  'many empty objects': asking(ALL, wide(900, '{}', WITHIN)),
  'many variables that nobody declared': `{"query":"{ level(no: 1) }","variables":{${Array.from({ length: 15_000 }, (_, index) => `"v${index}":1`).join()}}}`,
  'a list that stands in the text': asking(`{ all(matrix: [[${'1 '.repeat(2_000)}]]) }`, '1'),
  'inputs within inputs in the text': asking(`{ find(filter: { range: ${nested(600, ['{ sub: [', '] }'])} }) }`, '1'),
  'deep extensions': `{"query":"","extensions":${nested(LONG / 6, ['{"a":', '}'], '1')}}`,
  'a query that is no text': `{"query":${nested(LONG / 2)}}`,
  'lists of nothing': nested(LONG / 2),
  'many operations': listOf(LONG / 32, '{"query":"{ level }","a":"bcd"}'),
  'many operations that are none': listOf(LONG / 2, '1'),
  'as many operations as may be, all of them refused': listOf(10, asking(MATRIX, wide(900, '""', LONG / 11))),
  'a body that is no JSON': `{"query":"${'\\u0041'.repeat(LONG / 6)}`,
  'a body without an end': '{"a":'.repeat(LONG / 5),
};

const ACCEPT = 'accept: application/graphql-response+json';
const head = (...lines: string[]) => `${lines.join('\r\n')}\r\n\r\n`;
const post = (body: Buffer | string, ...headers: string[]) =>
  Buffer.concat([
    Buffer.from(
      head(
        'POST /graphql HTTP/1.1',
        'host: router',
        'connection: close',
        'content-type: application/json',
        ACCEPT,
        `content-length: ${Buffer.byteLength(body)}`,
        ...headers,
      ),
    ),
    Buffer.from(body),
  ]);
const get = (target: string, ...headers: string[]) =>
  Buffer.from(head(`GET ${target} HTTP/1.1`, 'host: router', 'connection: close', ACCEPT, ...headers));

const blank = Buffer.alloc(60 * MB, ' ');
const chunked = Buffer.concat([
  Buffer.from(
    head('POST /graphql HTTP/1.1', 'host: router', 'content-type: application/json', 'transfer-encoding: chunked'),
  ),
  Buffer.from(`${(8 * MB).toString(16)}\r\n`),
  blank.subarray(0, 8 * MB),
]);

/** Whole requests: what they are refused with, by status. */
const REQUESTS: Readonly<Record<string, readonly [request: Buffer, status: number]>> = {
  '60 MB': [post(blank).subarray(0, MB), 413],
  '60 MB that do not say how long they are': [chunked, 413],
  '60 MB that are packed by gzip': [post(gzipSync(blank), 'content-encoding: gzip'), 413],
  '60 MB that are packed by brotli': [post(brotliCompressSync(blank), 'content-encoding: br'), 413],
  'packed bytes that are not': [post('x'.repeat(LONG), 'content-encoding: gzip'), 400],
  'a header that is long': [get('/graphql?query={level}', `x-long: ${'x'.repeat(60_000)}`), 431],
  'many headers': [get('/graphql?query={level}', ...Array.from({ length: 5_000 }, (_, at) => `x-${at}: 1`)), 431],
  'an address that is long': [get(`/graphql?query={${'a'.repeat(60_000)}}`), 431],
  'an address with much in it': [get(`/graphql?${'query=%7B&'.repeat(1_500)}`), 400],
  'an address with deep variables': [get(`/graphql?query={level}&variables={"v":${nested(5_000)}}`), 400],
};

describe('costly requests', () => {
  let graph: TestGraph;
  let router: TestRouter;
  let slow: number;

  beforeAll(async () => {
    slow = await slowness();
    graph = await startTestGraph(INPUTS);
    router = await startTestRouter({ supergraph: graph.supergraph, limits: { maxBatch: 10 } });
  });
  afterAll(async () => {
    await router?.stop();
    await graph?.stop();
  });

  /** Answers everything that comes until the router closes. */
  const talk = async (request: Buffer) => {
    const socket = connect(router.port, '127.0.0.1');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => {}); // cut off while it was still sending
    let text = '';
    socket.on('data', (data) => {
      text += data;
    });
    socket.write(request);
    await closed;
    return { status: Number(text.slice(9, 12)), text };
  };

  it.each(Object.keys(BODIES))('with %s are refused with a typed 4xx, in less than 50 ms of CPU', async (name) => {
    const request = post(BODIES[name] ?? '');
    const { status, text } = await talk(request);
    const isList = text.includes('\r\n\r\n[');
    expect([name, status, text]).toEqual([name, isList ? 200 : 400, expect.stringMatching(/"code":"[A-Z_]+"/)]);
    expect(text).not.toMatch(/INTERNAL_SERVER_ERROR|PLAN_FAILED/);
    expect(text.length).toBeLessThan(50_000);
    expect(await leastCpuMs(() => talk(request))).toBeLessThan(50 * slow);
  });

  it.each(Object.keys(REQUESTS))('of %s are refused with a 4xx, in less than 50 ms of CPU', async (name) => {
    const [request, status] = REQUESTS[name] ?? [Buffer.alloc(0), 0];
    const answer = await talk(request);
    expect([name, answer.status, answer.text.length < 50_000]).toEqual([name, status, true]);
    expect(await leastCpuMs(() => talk(request))).toBeLessThan(50 * slow);
  });

  it('leave the router as quick as before', async () => {
    expect(await router.query('{ level }')).toEqual({ data: { level: 'HIGH' } });
  });
});
