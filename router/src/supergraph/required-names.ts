import { type ASTVisitor, type DocumentNode, Kind, visit } from 'graphql';
import { fieldSetOf, isJoin, joinOf } from './join-directives.js';

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
    visit(fieldSetOf(text), visitor);
  };
  visit(supergraph, {
    FieldDefinition({ name, directives = [] }) {
      if (directives.some((directive) => joinOf(directive).contextArguments !== undefined))
        names.ofContext.add(name.value);
      if (directives.some((directive) => joinOf(directive).requires !== undefined)) names.requiring.add(name.value);
    },
    Directive(directive) {
      if (!isJoin(directive, 'join__type') && !isJoin(directive, 'join__field')) return;
      const { key, requires, contextArguments } = joinOf(directive);
      readSet(key, false);
      readSet(requires, true);
      for (const { selection } of contextArguments ?? []) readSet(asSelections(selection), true);
    },
    [Kind.DIRECTIVE_DEFINITION]: () => false,
  });
  return names;
}

/** `{ prop }` or `... on User { prop }` → what may stand in a selection set. */
const asSelections = (selection: string): string => (/^\s*\{/.test(selection) ? `... ${selection}` : selection);
