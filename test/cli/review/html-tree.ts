/** An element of a page, as far as tests look at it. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Element | string)[];
}

const VOID: readonly string[] = ['link', 'meta', 'wbr'];
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** Reads what the pages are written in, and fails at whatever else stands there: a tag that is not closed, a bare `&` or `<`. */
export function parseHtml(html: string): Element {
  const root = { name: '#root', attributes: {}, children: [] as (Element | string)[] };
  const open = [root];
  let at = html.startsWith('<!doctype html>\n') ? 16 : 0;
  while (at < html.length) {
    const parent = open.at(-1)!;
    TAG.lastIndex = at;
    const tag = TAG.exec(html);
    if (tag !== null) {
      at += tag[0].length;
      const [, end, name = '', attributes = '', selfClosed] = tag;
      if (end === '/') {
        if (open.pop()?.name !== name) throw new RangeError(`</${name}> closes nothing`);
        continue;
      }
      const element = { name, attributes: attributesOf(attributes), children: [] };
      parent.children.push(element);
      if (selfClosed !== '/' && !VOID.includes(name)) open.push(element);
      continue;
    }
    if (html[at] === '<') throw new RangeError(`not a tag: ${html.slice(at, at + 60)}`);
    const next = html.indexOf('<', at);
    const text = html.slice(at, next === -1 ? html.length : next);
    parent.children.push(parent.name === 'style' ? text : decoded(text));
    at += text.length;
  }
  if (open.length > 1) throw new RangeError(`<${open.at(-1)!.name}> stays open`);
  return root;
}

const TAG = /<(\/?)([a-z][a-z0-9]*)((?: [a-zA-Z-]+(?:="[^"<>]*")?)*)(\/?)>/y;

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/ ([a-zA-Z-]+)(?:="([^"]*)")?/g)].map(([, name, value = '']) => [name!, decoded(value)]));
}

function decoded(text: string): string {
  return text.replaceAll(/&([^;]*;?)/g, (_, entity: string) => {
    const character = entity.endsWith(';') ? ENTITIES[entity.slice(0, -1)] : undefined;
    if (character === undefined) throw new RangeError(`a bare &: ${text}`);
    return character;
  });
}

/** Every element below, in the order of the page. */
export function elements(element: Element, name?: string): Element[] {
  const found: Element[] = [];
  const look = ({ children }: Element): void => {
    for (const child of children) {
      if (typeof child === 'string') continue;
      if (name === undefined || child.name === name) found.push(child);
      look(child);
    }
  };
  look(element);
  return found;
}

export function byClass(element: Element, style: string): Element[] {
  return elements(element).filter(({ attributes }) => attributes['class']?.split(' ').includes(style));
}

export function byId(element: Element, id: string): Element {
  const found = elements(element).filter(({ attributes }) => attributes['id'] === id);
  if (found.length !== 1) throw new RangeError(`${String(found.length)} elements have the id ${id}`);
  return found[0]!;
}

/** Text as the program that made the page had it: codes of unseen characters are these characters, words for those who hear are left out. */
export function textOf(element: Element): string {
  return element.children
    .map((child) => {
      if (typeof child === 'string') return child;
      const style = child.attributes['class'];
      if (style === 'said' || style === 'sign') return '';
      if (style === 'unseen') return String.fromCodePoint(Number.parseInt(/^\\[ux]\{?([0-9a-f]+)\}?$/.exec(textOf(child))![1]!, 16));
      return textOf(child);
    })
    .join('');
}
