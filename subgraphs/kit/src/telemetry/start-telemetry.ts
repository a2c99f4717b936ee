import type { NodeSDK } from '@opentelemetry/sdk-node';

/** How traces leave a process. */
export interface TelemetryOptions {
  readonly serviceName: string;
  /** OTLP endpoint; undefined: telemetry is off and its packages are not even loaded. */
  readonly endpoint: string | undefined;
}

/** Starts OpenTelemetry when an endpoint is given; must run before the modules that it instruments are imported. */
export async function startTelemetry({ serviceName, endpoint }: TelemetryOptions): Promise<() => Promise<void>> {
  if (endpoint === undefined) return async () => {};
  const { NodeSDK } = await import('@opentelemetry/sdk-node');
  const sdk: NodeSDK = new NodeSDK({ serviceName, instrumentations: await loadInstrumentations() });
  sdk.start();
  return () => sdk.shutdown();
}

async function loadInstrumentations() {
  const [graphql, http, pg, undici, kafka] = await Promise.all([
    import('@opentelemetry/instrumentation-graphql'),
    import('@opentelemetry/instrumentation-http'),
    import('@opentelemetry/instrumentation-pg'),
    import('@opentelemetry/instrumentation-undici'),
    import('@opentelemetry/instrumentation-kafkajs'),
  ]);
  return [
    // Neither arguments nor SQL values: they may hold personal data.
    new graphql.GraphQLInstrumentation({ allowValues: false, ignoreTrivialResolveSpans: true }),
    new http.HttpInstrumentation(),
    new pg.PgInstrumentation({ enhancedDatabaseReporting: false }),
    new undici.UndiciInstrumentation(),
    new kafka.KafkaJsInstrumentation(),
  ];
}
