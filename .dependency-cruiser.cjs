/** The arrows of the architecture. Each rule forbids what the sentence says; everything else is allowed. */
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const subgraphs = ['fleet', 'bookings', 'payments', 'users', 'notifications', 'analytics'];
const code = '(^|/)(schema|subgraphs|router|web|local|e2e)/';

module.exports = {
  forbidden: [
    rule(
      'no-circles',
      'A circle has no inside and no outside. Two entities may know each other, as MikroORM relates them.',
      { pathNot: '\\.entity\\.ts$' },
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    rule(
      'schema-depends-on-nobody',
      'What all agreed on cannot depend on one of them.',
      { path: '^schema/' },
      { path: '^(subgraphs|router|web|local|e2e)/' },
    ),
    rule(
      'kit-knows-no-subgraph',
      'The runtime is the same for every subgraph.',
      { path: '^subgraphs/kit/' },
      { path: `^(subgraphs/(${subgraphs.join('|')})|router|web|local|e2e)/` },
    ),
    ...subgraphs.map((name) =>
      rule(
        `${name}-imports-no-other-subgraph`,
        'Subgraphs share by the graph or by an event, never by code.',
        { path: `^subgraphs/${name}/` },
        { path: `^subgraphs/(${subgraphs.filter((other) => other !== name).join('|')})/` },
      ),
    ),
    rule(
      'subgraphs-know-no-edge',
      'A subgraph does not know who serves or calls it.',
      { path: '^subgraphs/' },
      { path: '^(router|web)/' },
    ),
    rule(
      'router-sees-the-neutral-kit-only',
      'The router works on any supergraph.',
      { path: '^router/' },
      {
        path: '^subgraphs/',
        pathNot: '^subgraphs/kit/(src|dist)/(config|logging|telemetry|lifecycle|auth|kafka-client|ports)/',
      },
    ),
    rule('router-knows-nobody', 'The router works on any supergraph.', { path: '^router/' }, { path: '^(web)/' }),
    rule(
      'one-importer-of-the-gateway',
      'Only the port loads supergraphs and plans.',
      { path: '^router/src/', pathNot: '^router/src/(supergraph|testing)/|\\.test\\.ts$' },
      { path: 'node_modules/@apollo/gateway' },
    ),
    rule(
      'web-knows-only-the-graph',
      'The web is a client like any other.',
      { path: '^web/' },
      { path: '^(subgraphs|router|local|e2e)/' },
    ),
    rule(
      'nobody-imports-local-or-e2e',
      'Production never imports what runs the whole on one machine; tests may.',
      { path: '^(schema|subgraphs|router|web)/', pathNot: '\\.test\\.tsx?$|/testing/' },
      { path: '^(local|e2e)/' },
    ),
    rule(
      'local-does-not-import-e2e',
      'The launcher does not know its tests.',
      { path: '^local/', pathNot: '\\.test\\.ts$' },
      { path: '^e2e/' },
    ),
    rule(
      'entities-know-no-graph',
      'State and invariants do not know how they are shown or stored.',
      { path: '\\.entity\\.ts$' },
      { path: '\\.(mutation|query|subscription|reference|type)\\.ts$|node_modules/(type-graphql|fastify|@apollo)/' },
    ),
    rule(
      'use-cases-know-no-entry-point',
      'Doors point at use cases, never back.',
      {
        path: `^subgraphs/(${subgraphs.join('|')})/src/`,
        pathNot:
          '\\.(mutation|query|subscription|reference|resolver|fields|job|routes|test)\\.ts$|/(subgraph|main|print-schema)\\.ts$|/on-[^/]+\\.ts$',
      },
      { path: '\\.(mutation|query|subscription|reference)\\.ts$' },
    ),
    rule(
      'features-are-apart',
      'A feature that needs another is one feature, or their shared part belongs to ui or graphql.',
      { path: '^web/src/features/([^/]+)/' },
      { path: '^web/src/features/', pathNot: '^web/src/features/$1/' },
    ),
    rule(
      'ui-knows-no-graph',
      'Pieces of the screen are free of data.',
      { path: '^web/src/ui/' },
      { path: '^web/src/(features|graphql|app)/' },
    ),
    rule(
      'tests-are-not-shipped',
      'Production code imports no test.',
      { path: code, pathNot: '\\.test\\.tsx?$|/testing/|^e2e/' },
      { path: '\\.test\\.tsx?$' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(schema|subgraphs/[^/]+|router|web|local|e2e)/dist/|/__generated__/' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};
