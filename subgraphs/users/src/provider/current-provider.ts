import type Provider from 'oidc-provider';

/** Gives the provider with the present keys. */
export type CurrentProvider = () => Promise<Provider>;

/** How a provider comes to be, and how its age is told. */
export interface ProviderSource {
  readonly create: () => Promise<{ readonly provider: Provider; readonly version: string }>;
  readonly version: () => Promise<string>;
  /** How long an answer of `version` may be trusted. */
  readonly trustMs: number;
}

/**
 * One provider until the keys change, then a new one: the library fixes its keys when it is made. Looking now and then
 * is enough, because keys are published long before and after they sign.
 */
export function currentProvider({ create, version, trustMs }: ProviderSource): CurrentProvider {
  let current = create();
  let lookAgainAt = Date.now() + trustMs;
  let looking: Promise<void> | undefined;

  const look = async (): Promise<void> => {
    const known = await current.catch(() => undefined);
    if (known === undefined || known.version !== (await version())) current = create();
    lookAgainAt = Date.now() + trustMs;
  };
  return async () => {
    if (Date.now() >= lookAgainAt) {
      looking ??= look().finally(() => {
        looking = undefined;
      });
      await looking;
    }
    return (await current).provider;
  };
}
