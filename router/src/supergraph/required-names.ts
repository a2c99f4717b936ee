import { type ASTVisitor, type DirectiveNode, type DocumentNode, Kind, parse, visit } from 'graphql';
import { directiveArguments } from './linked-directives.js';

/** Names that plans read from the data for themselves. */
export interface RequiredNames {
  /** Of keys, of `@requires` and of `@fromContext`. */
  readonly all: ReadonlySet<string>;
  /** Read with arguments by some `@requires`. */
  readonly withArguments: ReadonlySet<string>;
  /** Read by `@requires`, with or without arguments. */
  readonly byRequires: ReadonlySet<string>;
  /** Fields that carry a `@requires`. */
  readonly requiring: ReadonlySet<string>;
  /** Fields with an argument that is read so by `@fromContext`. */
  readonly ofContext: ReadonlySet<string>;
}

/** Collects the names that a client's own names must not be merged with. */
export function readRequiredNames(supergraph: DocumentNode): RequiredNames {
  const names = {
    all: new Set(['__typename']),
    withArguments: new Set<string>(),
    byRequires: new Set<string>(),
    requiring: new Set<string>(),
    ofContext: new Set<string>(),
  };
  const readSet = (text: unknown, isRequires: boolean) => {
    if (typeof text !== 'string') return;
    const visitor: ASTVisitor = {
      Field({ name, arguments: given }) {
        names.all.add(name.value);
        if (isRequires) names.byRequires.add(name.value);
        if (isRequires && given?.length) names.withArguments.add(name.value);
      },
    };
    visit(parse(`{ ${text} }`), visitor);
  };
  visit(supergraph, {
    FieldDefinition({ name, directives = [] }) {
      if (directives.some((directive) => joinArguments(directive).contextArguments !== undefined))
        names.ofContext.add(name.value);
      if (directives.some((directive) => joinArguments(directive).requires !== undefined))
        names.requiring.add(name.value);
    },
    Directive(directive) {
      if (directive.name.value !== 'join__type' && directive.name.value !== 'join__field') return;
      const { key, requires, contextArguments } = joinArguments(directive);
      readSet(key, false);
      readSet(requires, true);
      for (const { selection } of contextArguments ?? []) readSet(asSelections(selection), true);
    },
    [Kind.DIRECTIVE_DEFINITION]: () => false,
  });
  return names;
}

const joinArguments = (directive: DirectiveNode): JoinArguments => directiveArguments(directive);

/** Arguments of `@join__type` and `@join__field`, as the join specification fixes them. */
interface JoinArguments {
  readonly key?: string;
  readonly requires?: string;
  readonly contextArguments?: readonly { readonly selection: string }[];
}

/** `{ prop }` or `... on User { prop }` → what may stand in a selection set. */
const asSelections = (selection: string): string => (/^\s*\{/.test(selection) ? `... ${selection}` : selection);
