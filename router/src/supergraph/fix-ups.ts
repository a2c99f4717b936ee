import {
  type ArgumentNode,
  type ConstDirectiveNode,
  type DirectiveNode,
  type DocumentNode,
  Kind,
  visit,
} from 'graphql';
import { isJoin, joinOf } from './join-directives.js';
import { featureName } from './linked-directives.js';

/** Specifications that the gateway refuses as unsupported, because it does not do what they ask for. The router does. */
const ENFORCED_HERE: ReadonlySet<string> = new Set(['authenticated', 'requiresScopes', 'policy', 'context']);

/** The supergraph as the planner needs it: what it refuses or gets wrong is taken out; clients never see the difference. */
export function forPlanner(supergraph: DocumentNode): DocumentNode {
  return visit(supergraph, {
    Directive: (directive) => (directive.name.value === 'link' ? withoutSecurityPurpose(directive) : undefined),
    ObjectTypeDefinition: (type) => ({ ...type, directives: withoutUnresolvableTwins(type.directives ?? []) }),
    InterfaceTypeDefinition: (type) => ({ ...type, directives: withoutUnresolvableTwins(type.directives ?? []) }),
  });
}

/** `for: SECURITY` makes a gateway refuse what it does not enforce; only what we enforce loses the mark. */
function withoutSecurityPurpose(link: DirectiveNode): DirectiveNode | undefined {
  if (!ENFORCED_HERE.has(featureName(link))) return undefined;
  const isPurpose = ({ name, value }: ArgumentNode) =>
    name.value === 'for' && value.kind === Kind.ENUM && value.value === 'SECURITY';
  return { ...link, arguments: (link.arguments ?? []).filter((argument) => !isPurpose(argument)) };
}

/** The planner enters a graph by a key marked `resolvable: false` when the same graph has a resolvable one as well. */
function withoutUnresolvableTwins(directives: readonly ConstDirectiveNode[]): readonly ConstDirectiveNode[] {
  const keys = directives
    .filter((directive) => isJoin(directive, 'join__type'))
    .map((directive) => ({ directive, ...joinOf(directive) }));
  const resolvable = new Set(keys.filter((key) => key.key && key.resolvable !== false).map(({ graph }) => graph));
  const dropped = new Set(
    keys.filter((key) => key.resolvable === false && resolvable.has(key.graph)).map(({ directive }) => directive),
  );
  return dropped.size === 0 ? directives : directives.filter((directive) => !dropped.has(directive));
}
