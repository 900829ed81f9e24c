import { once, type JsonObject } from '../../model';
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
export const listenersIn = once((index: EstateIndex): readonly Listener[] => {
  const listeners: Listener[] = [];
  for (const [gateway, { path, entry }] of index.entries('api-gateway'))
    objectsIn(entry, 'Listeners').forEach((listener, number) => {
      listeners.push({ gateway, path, at: `Listeners[${String(number)}]`, listener });
    });
  return listeners;
});

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
export const parentsIn = once((index: EstateIndex): readonly Parent[] => {
  const parents: Parent[] = [];
  for (const kind of ['http-route', 'tcp-route'] as const) {
    for (const { path, entry: route } of index.entries(kind).values()) {
      objectsIn(route, 'Parents').forEach((parent, number) => {
        const parentKind = textIn(parent, 'Kind');
        if (parentKind !== '' && parentKind !== 'api-gateway') return;
        const [gateway, section] = [textIn(parent, 'Name'), textIn(parent, 'SectionName')];
        parents.push({ kind, path, route, at: `Parents[${String(number)}]`, gateway, section });
      });
    }
  }
  return parents;
});

/** A service that a route leads to. */
export interface RouteTarget {
  readonly service: string;
  readonly at: string;
  /** Of an http-route; undefined for tcp. */
  readonly rule: JsonObject | undefined;
  readonly target: JsonObject;
}

/** Every service of a route. */
export function targetsOf(route: JsonObject): readonly RouteTarget[] {
  const targets: RouteTarget[] = [];
  objectsIn(route, 'Services').forEach((target, number) => {
    targets.push({ service: textIn(target, 'Name'), at: `Services[${String(number)}]`, rule: undefined, target });
  });
  objectsIn(route, 'Rules').forEach((rule, number) => {
    objectsIn(rule, 'Services').forEach((target, position) => {
      const at = `Rules[${String(number)}].Services[${String(position)}]`;
      targets.push({ service: textIn(target, 'Name'), at, rule, target });
    });
  });
  return targets;
}
