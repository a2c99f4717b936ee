import DataLoader from 'dataloader';

/**
 * One load for all keys that the resolvers of an operation ask for together; remembered within the operation.
 * `load` answers one value per key, in their order.
 */
export function batchedLoader<Key, Value, Context extends object>(
  load: (keys: readonly Key[], context: Context) => Promise<readonly (Value | Error)[]>,
  cacheKey: (key: Key) => unknown = (key) => key,
): (context: Context, key: Key) => Promise<Value> {
  const loaders = new WeakMap<Context, DataLoader<Key, Value, unknown>>();
  return (context, key) => {
    let loader = loaders.get(context);
    if (loader === undefined) {
      loader = new DataLoader((keys) => load(keys, context), { cacheKeyFn: cacheKey });
      loaders.set(context, loader);
    }
    return loader.load(key);
  };
}
