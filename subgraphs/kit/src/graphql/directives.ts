import type { Scope } from '@fleetgraph/schema/scopes';
import { Directive } from 'type-graphql';

type Decorator = ClassDecorator & MethodDecorator & PropertyDecorator;

const directive = (sdl: string): Decorator => Directive(sdl) as Decorator; // type-graphql's own type is the union, not the intersection

/** The field answers signed-in callers only. */
export const Authenticated = (): Decorator => directive('@authenticated');

/** Scopes of which one entry must be held completely: `RequiresScopes('a', ['b', 'c'])` is a, or b and c. */
export function RequiresScopes(...anyOf: readonly (Scope | readonly Scope[])[]): Decorator {
  return directive(
    `@requiresScopes(scopes: ${JSON.stringify(anyOf.map((all) => (typeof all === 'string' ? [all] : all)))})`,
  );
}

/** Makes the type an entity. */
export const Key = (fields: string, options: { resolvable?: boolean } = {}): Decorator =>
  directive(`@key(fields: "${fields}"${options.resolvable === false ? ', resolvable: false' : ''})`);

/** Several subgraphs answer this type or field alike. */
export const Shareable = (): Decorator => directive('@shareable');

/** This type stands for an interface of another subgraph. */
export const InterfaceObject = (): Decorator => directive('@interfaceObject');

/** Another subgraph owns this field. */
export const External = (): Decorator => directive('@external');

/** The field needs these fields of other subgraphs. */
export const Requires = (fields: string): Decorator => directive(`@requires(fields: "${fields}")`);

/** In no public schema; services may ask for it directly. */
export const Inaccessible = (): Decorator => directive('@inaccessible');

/** A name for tools that read the schema. */
export const Tag = (name: string): Decorator => directive(`@tag(name: "${name}")`);

/** How long anybody may be given the same answer again; events that tell of changes are the router's to follow. */
export function CacheControl(hint: { maxAge: number } | { inheritMaxAge: true }): Decorator {
  const [[name, value] = []] = Object.entries(hint);
  return directive(`@cacheControl(${name}: ${value})`);
}

/** How long a list gets (IBM cost specification). */
export function ListSize(options: {
  assumedSize?: number;
  slicingArguments?: string[];
  sizedFields?: string[];
}): Decorator {
  const parts = Object.entries(options).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return directive(`@listSize(${parts.join(', ')})`);
}

/** `@listSize` of a field that answers a connection. */
export const ConnectionSize = (): Decorator => ListSize({ slicingArguments: ['first'], sizedFields: ['edges'] });
