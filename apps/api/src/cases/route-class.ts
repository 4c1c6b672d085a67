import type { Type } from '@nestjs/common';

/** A route as data: handler, what its parameters are, and its decorators. */
export interface RouteOf<T> {
  readonly name: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- the parameters are what their decorators say
  readonly handler: (this: T, ...parameters: any[]) => Promise<unknown>;
  readonly parameters: readonly ParameterDecorator[];
  readonly decorators: readonly MethodDecorator[];
}

/** A controller class out of routes as data; it holds the door that Nest injects. */
export const routesOf = <T extends { readonly door: unknown }>(
  name: string,
  routes: readonly RouteOf<T>[],
  decorators: readonly ClassDecorator[],
  inject: readonly ParameterDecorator[],
): Type<T> => {
  const made = {
    [name]: class {
      constructor(readonly door: unknown) {}
    },
  }[name] as unknown as Type<T>;
  const prototype = made.prototype as object;
  for (const route of routes) {
    const descriptor: PropertyDescriptor = { value: route.handler, writable: true, configurable: true, enumerable: false };
    // The documentation looks a route's parameters up by the name of its function.
    Object.defineProperty(route.handler, 'name', { value: route.name });
    Object.defineProperty(prototype, route.name, descriptor);
    Reflect.defineMetadata(
      'design:paramtypes',
      route.parameters.map(() => Object),
      prototype,
      route.name,
    );
    route.parameters.forEach((parameter, at) => parameter(prototype, route.name, at));
    for (const decorate of [...route.decorators].reverse()) decorate(prototype, route.name, descriptor);
  }
  inject.forEach((parameter, at) => parameter(made, undefined, at));
  for (const decorate of decorators) decorate(made);
  return made;
};
