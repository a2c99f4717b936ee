import { register } from 'node:module';

/** How traces leave a process. */
export interface TelemetryOptions {
  readonly serviceName: string;
  /** Base address of an OTLP/HTTP collector; undefined: telemetry is off and its packages are not even loaded. */
  readonly endpoint: string | undefined;
}

/**
 * Starts tracing when an endpoint is given: spans of HTTP, GraphQL, PostgreSQL and Kafka beside our own of events and jobs,
 * joined by W3C trace context. Must run before the modules that it instruments are loaded. Answers how to stop, which sends
 * what is left.
 */
export async function startTelemetry({ serviceName, endpoint }: TelemetryOptions): Promise<() => Promise<void>> {
  if (endpoint === undefined) return async () => {};
  register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);
  const [api, sdk, { OTLPTraceExporter }, { resourceFromAttributes }, contexts, { W3CTraceContextPropagator }] =
    await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/sdk-trace'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/context-async-hooks'),
      import('@opentelemetry/core'),
    ]);
  const exporter = new OTLPTraceExporter({ url: new URL('/v1/traces', endpoint).href });
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName }),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter })],
  });
  api.context.setGlobalContextManager(new contexts.AsyncLocalStorageContextManager().enable());
  api.propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  api.trace.setGlobalTracerProvider(provider);
  await instrument();
  return () => provider.shutdown();
}

async function instrument(): Promise<void> {
  const [{ registerInstrumentations }, graphql, http, pg, undici, kafka] = await Promise.all([
    import('@opentelemetry/instrumentation'),
    import('@opentelemetry/instrumentation-graphql'),
    import('@opentelemetry/instrumentation-http'),
    import('@opentelemetry/instrumentation-pg'),
    import('@opentelemetry/instrumentation-undici'),
    import('@opentelemetry/instrumentation-kafkajs'),
  ]);
  registerInstrumentations({
    instrumentations: [
      new http.HttpInstrumentation(),
      new undici.UndiciInstrumentation(),
      // Neither arguments nor SQL values: they may hold personal data.
      new graphql.GraphQLInstrumentation({ allowValues: false, ignoreTrivialResolveSpans: true }),
      new pg.PgInstrumentation({ enhancedDatabaseReporting: false, requireParentSpan: true }),
      new kafka.KafkaJsInstrumentation(),
    ],
  });
}
