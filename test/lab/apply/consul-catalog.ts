import type { ResourceType } from './resource-type';

interface NodeAnswer {
  readonly Node: { readonly Address: string; readonly Meta: Record<string, string> | null };
}

export const consulNode: ResourceType = {
  engine: 'consul',
  arguments: { name: {}, address: { replaces: true }, meta: {} },
  idOf: ({ name }) => name as string,
  async read(api, { id }) {
    const found = await api.get<NodeAnswer | null>(`/v1/catalog/node/${id}`);
    return found === null ? undefined : { name: id, address: found.Node.Address, meta: found.Node.Meta };
  },
  async write(api, { name, address, meta }) {
    await api.put('/v1/catalog/register', { Node: name, Address: address, NodeMeta: meta });
    return { id: name as string };
  },
  async remove(api, { id }) {
    await api.put('/v1/catalog/deregister', { Node: id });
  },
};

interface ServiceInstance {
  readonly Node: string;
  readonly ServiceID: string;
  readonly ServiceAddress: string;
  readonly ServicePort: number;
  readonly ServiceTags: string[] | null;
  readonly ServiceMeta: Record<string, string> | null;
}

/** The provider marks what it registers, and hides the mark when it reads. */
const SOURCE = { 'external-source': 'terraform' };

export const consulService: ResourceType = {
  engine: 'consul',
  arguments: { name: { replaces: true }, node: {}, service_id: {}, address: { computed: true }, port: {}, tags: {}, meta: {} },
  idOf: ({ node, service_id: serviceId, name }) => `${String(node)}/${String(serviceId ?? name)}`,
  async read(api, { id, arguments: last }) {
    const [node, serviceId] = id.split('/');
    const instances = await api.get<ServiceInstance[]>(`/v1/catalog/service/${String(last['name'])}`);
    const found = instances.find((instance) => instance.Node === node && instance.ServiceID === serviceId);
    if (found === undefined) return undefined;
    const { 'external-source': _mark, ...meta } = found.ServiceMeta ?? {};
    return {
      name: last['name'],
      node,
      service_id: serviceId,
      address: found.ServiceAddress,
      port: found.ServicePort,
      tags: found.ServiceTags,
      meta,
    };
  },
  async write(api, given) {
    const { name, node, service_id: serviceId, address, port, tags, meta } = given;
    const of = await api.get<NodeAnswer | null>(`/v1/catalog/node/${String(node)}`);
    if (of === null) throw new Error(`node does not exist: '${String(node)}'`);
    const at = address ?? of.Node.Address;
    const Service = {
      Service: name,
      ID: serviceId,
      Address: at,
      Port: port,
      Tags: tags,
      Meta: { ...SOURCE, ...(meta as object | undefined) },
    };
    await api.put('/v1/catalog/register', { Node: node, Address: at, SkipNodeUpdate: true, Service });
    return { id: `${String(node)}/${String(serviceId ?? name)}` };
  },
  async remove(api, { id }) {
    const [Node, ServiceID] = id.split('/');
    await api.put('/v1/catalog/deregister', { Node, ServiceID });
  },
};
