import { type ConstDirectiveNode, type DirectiveNode, type DocumentNode, Kind, valueFromASTUntyped } from 'graphql';

/** A feature that a supergraph names by `@link`. */
interface LinkedFeature {
  readonly name: string;
  readonly prefix: string;
  readonly imports: ReadonlyMap<string, string>;
}

/** Tells under which name a supergraph uses a directive of a specification; undefined when it does not link it. */
export function linkedDirectives(document: DocumentNode): (feature: string, directive: string) => string | undefined {
  const features = new Map(
    linksOf(document)
      .map((link) => readLink(link))
      .map((feature) => [feature.name, feature]),
  );
  return (featureName, directive) => {
    const feature = features.get(featureName);
    if (feature === undefined) return undefined;
    const imported = feature.imports.get(directive);
    if (imported !== undefined) return imported;
    return directive === feature.name ? feature.prefix : `${feature.prefix}__${directive}`;
  };
}

/** Every `@link` of the schema definition. */
export function linksOf(document: DocumentNode): readonly ConstDirectiveNode[] {
  return document.definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
      ? (definition.directives ?? []).filter(({ name }) => name.value === 'link')
      : [],
  );
}

/** The arguments of an applied directive as plain values. */
export function directiveArguments(directive: DirectiveNode): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    (directive.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]),
  );
}

/** The feature's own name in a `@link` URL: `https://specs.apollo.dev/authenticated/v0.1` → `authenticated`. */
export function featureName(link: DirectiveNode): string {
  return /\/([^/]+)\/v\d+\.\d+\/?$/.exec(String(directiveArguments(link).url))?.[1] ?? '';
}

function readLink(link: ConstDirectiveNode): LinkedFeature {
  const { as, import: imports } = directiveArguments(link);
  const name = featureName(link);
  const entries = Array.isArray(imports) ? imports.map(readImport) : [];
  return { name, prefix: typeof as === 'string' ? as : name, imports: new Map(entries) };
}

function readImport(entry: unknown): [string, string] {
  if (typeof entry === 'string') return [bare(entry), bare(entry)];
  const { name, as } = entry as { name: string; as?: string }; // the shape that the link specification fixes
  return [bare(name), bare(as ?? name)];
}

const bare = (name: string): string => name.replace(/^@/, '');
