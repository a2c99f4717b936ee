import type { z } from 'zod';

/** Settings with ports of the router's own. */
interface SettingsOfPorts {
  readonly port: number;
  readonly metrics: { readonly port?: number | undefined };
  readonly cache: { readonly enabled: boolean; readonly admin?: { readonly port: number } | undefined };
}

/** Ports that a router listens on, by the names of their settings. */
export function ownPorts({
  port,
  metrics,
  cache,
}: SettingsOfPorts): readonly (readonly [name: string, port: number])[] {
  const named = {
    port,
    'metrics.port': metrics.port,
    'cache.admin.port': cache.enabled ? cache.admin?.port : undefined,
  };
  return Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

/** Refuses one port for two purposes; 0 is another one each time. */
export function assertPortsApart(settings: SettingsOfPorts, { addIssue }: z.core.$RefinementCtx): void {
  const names = new Map<number, string>();
  for (const [name, port] of ownPorts(settings)) {
    const other = names.get(port);
    if (other !== undefined && port !== 0)
      addIssue({
        code: 'custom',
        path: name.split('.'),
        message: `is the port of ${other === 'port' ? 'the graph' : other}, too`,
      });
    names.set(port, name);
  }
}
