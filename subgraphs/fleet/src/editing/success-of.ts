import { type ClassType, Field, ObjectType } from 'type-graphql';

/** The success member of a payload union that answers one thing: `successOf('AddCarSuccess', 'car', CarType, 'The new car.')`. */
export function successOf<Node extends object>(
  name: string,
  field: string,
  NodeClass: ClassType<Node>,
  description: string,
): new (
  node: object,
) => object {
  class Success {
    constructor(node: object) {
      Reflect.set(this, field, node);
    }
  }
  Field(() => NodeClass, { description })(Success.prototype, field);
  ObjectType(name, { description: 'It was done.' })(Success);
  return Success;
}
