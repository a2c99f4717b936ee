import { type ASTVisitor, type DocumentNode, Kind, parse, visit } from 'graphql';
import { directiveArguments } from './linked-directives.js';

/** Names that plans read from the data for themselves. */
export interface RequiredNames {
  /** Of keys and of `@requires`. */
  readonly all: ReadonlySet<string>;
  /** Read with arguments by some `@requires`. */
  readonly withArguments: ReadonlySet<string>;
  /** Read by `@requires`, with or without arguments. */
  readonly byRequires: ReadonlySet<string>;
}

/** Collects the names that a client's own names must not be merged with. */
export function readRequiredNames(supergraph: DocumentNode): RequiredNames {
  const names = { all: new Set(['__typename']), withArguments: new Set<string>(), byRequires: new Set<string>() };
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
    Directive(directive) {
      if (directive.name.value !== 'join__type' && directive.name.value !== 'join__field') return;
      // Directives of a type system document are constant.
      const { key, requires } = directiveArguments(directive as Parameters<typeof directiveArguments>[0]);
      readSet(key, false);
      readSet(requires, true);
    },
    [Kind.DIRECTIVE_DEFINITION]: () => false,
  });
  return names;
}
