/** `node --import @fleetgraph/kit/telemetry/register main.js`: traces the process when OTEL_EXPORTER_OTLP_ENDPOINT is set. */
import { startTelemetry } from './start-telemetry.js';

const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SERVICE_NAME: serviceName = 'fleetgraph' } = process.env;

// An empty variable is how compose files say that there is none.
const stop = await startTelemetry({ serviceName, endpoint: endpoint || undefined });
process.once('beforeExit', () => void stop());
