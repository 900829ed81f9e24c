import type { JsonObject } from '../../model';
import type { EstateIndex } from '../estate-index';
import { objectsIn, textIn } from '../json-members';

/** A listener of an api-gateway. */
export interface Listener {
  readonly gateway: string;
  readonly path: string;
  readonly at: string;
  readonly listener: JsonObject;
}

/** Every listener of every api-gateway. */
export function* listenersIn(index: EstateIndex): Iterable<Listener> {
  for (const [gateway, { path, entry }] of index.entries('api-gateway'))
    for (const [number, listener] of objectsIn(entry, 'Listeners').entries())
      yield { gateway, path, at: `Listeners[${String(number)}]`, listener };
}

/** A parent of a route: an api-gateway, and perhaps one of its listeners. */
export interface Parent {
  readonly kind: 'http-route' | 'tcp-route';
  readonly path: string;
  readonly route: JsonObject;
  readonly at: string;
  readonly gateway: string;
  /** Empty for every listener. */
  readonly section: string;
}

/** Every parent of every route that is an api-gateway. */
export function* parentsIn(index: EstateIndex): Iterable<Parent> {
  for (const kind of ['http-route', 'tcp-route'] as const) {
    for (const { path, entry: route } of index.entries(kind).values()) {
      for (const [number, parent] of objectsIn(route, 'Parents').entries()) {
        const parentKind = textIn(parent, 'Kind');
        if (parentKind !== '' && parentKind !== 'api-gateway') continue;
        yield {
          kind,
          path,
          route,
          at: `Parents[${String(number)}]`,
          gateway: textIn(parent, 'Name'),
          section: textIn(parent, 'SectionName'),
        };
      }
    }
  }
}

/** A service that a route leads to. */
export interface RouteTarget {
  readonly service: string;
  readonly at: string;
  /** Of an http-route; undefined for tcp. */
  readonly rule: JsonObject | undefined;
  readonly target: JsonObject;
}

/** Every service of a route. */
export function* targetsOf(route: JsonObject): Iterable<RouteTarget> {
  for (const [number, target] of objectsIn(route, 'Services').entries())
    yield { service: textIn(target, 'Name'), at: `Services[${String(number)}]`, rule: undefined, target };
  for (const [number, rule] of objectsIn(route, 'Rules').entries())
    for (const [position, target] of objectsIn(rule, 'Services').entries())
      yield { service: textIn(target, 'Name'), at: `Rules[${String(number)}].Services[${String(position)}]`, rule, target };
}
