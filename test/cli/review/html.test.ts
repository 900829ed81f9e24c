import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { drawGraph, htmlPage } from '../../../cli/review/html';
import { INKS, PAPERS, type Shade } from '../../../cli/review/html/colours';
import type { Page, PageColumn, PageSection, PageSectionName, Tone } from '../../../lib/page';
import type { GraphSection } from '../../../lib/review';
import { EXAMPLE_PAGE, SILENT_PAGE } from './example-page';
import { byClass, byId, elements, parseHtml, textOf, type Element } from './html-tree';

const NOTHING_DRAWN: GraphSection = { nodes: [], edges: [], left: 0 };

let drawing: string;
let example: Element;

beforeAll(async () => {
  drawing = await drawGraph(EXAMPLE_PAGE.graph);
  example = parseHtml(htmlPage(EXAMPLE_PAGE, drawing));
});

describe('what is read first', () => {
  test('the verdict is, on the page and as its title, with the rule that decided and what has to happen now', () => {
    const [skip, first] = elements(example, 'body')[0]!.children.filter((child) => typeof child !== 'string');
    expect(skip?.attributes['href']).toBe('#why');
    expect(textOf(elements(first!, 'h1')[0]!)).toBe('BLOCK');
    expect(textOf(byClass(first!, 'rule')[0]!)).toBe('deletion-still-called');
    expect(elements(byClass(first!, 'then')[0]!, 'li').map(textOf)).toEqual(EXAMPLE_PAGE.verdict.then);
    expect(textOf(elements(example, 'title')[0]!)).toBe('BLOCK: something is removed that others still call (deletion-still-called)');
  });

  test.each(['BLOCK', 'NEEDS TWO', 'NEEDS ONE', 'AUTO'] as const)('%s is said in words, and looks like no other verdict', (decision) => {
    const page = parseHtml(htmlPage({ ...EXAMPLE_PAGE, verdict: { ...EXAMPLE_PAGE.verdict, decision } }, drawing));
    const styles = { BLOCK: 'danger', 'NEEDS TWO': 'caution', 'NEEDS ONE': 'notice', AUTO: 'good' };
    expect(textOf(elements(page, 'h1')[0]!)).toBe(decision);
    expect(elements(page, 'header')[0]!.attributes['class']).toBe(`verdict ${styles[decision]}`);
  });

  test('the five numbers follow, each with the way to its section; what is nothing stays quiet', () => {
    const items = elements(byClass(example, 'numbers')[0]!, 'li');
    expect(items.map((item) => [textOf(byClass(item, 'label')[0]!), textOf(byClass(item, 'value')[0]!)])).toEqual(
      EXAMPLE_PAGE.numbers.map(({ label, value }) => [label, value]),
    );
    expect(items.map((item) => elements(item, 'a')[0]!.attributes['href'])).toEqual(
      EXAMPLE_PAGE.numbers.map(({ section }) => `#${section}`),
    );
    expect(items.map(({ attributes }) => attributes['class'] === 'zero')).toEqual(EXAMPLE_PAGE.numbers.map(({ isZero }) => isZero));
  });

  test('then the reasons with class, rule, answer and line, the way to each, and to those beyond five', () => {
    const items = elements(elements(example, 'ol')[0]!, 'li');
    expect(items.map((item) => textOf(byClass(item, 'text')[0]!))).toEqual(EXAMPLE_PAGE.why.map(({ text }) => text));
    expect(items.map((item) => textOf(byClass(item, 'badge')[0]!))).toEqual(EXAMPLE_PAGE.why.map((reason) => reason.class));
    expect(items.map((item) => elements(item, 'a')[0]!.attributes['href'])).toEqual(EXAMPLE_PAGE.why.map(({ section }) => `#${section}`));
    expect(items.map((item) => textOf(byClass(item, 'meta')[0]!))).toEqual(
      EXAMPLE_PAGE.why.map(({ about, decision, rule, source = '' }) => `${about} ${decision} ${rule} ${source}`.trim()),
    );
    const [more] = elements(byClass(example, 'more')[0]!, 'a');
    expect([textOf(more!), more!.attributes['href']]).toEqual(['9 more reasons', '#dangers']);
  });

  test('then what could not be decided, or that everything could', () => {
    expect(elements(byClass(example, 'unknowns')[0]!, 'li').map(textOf)).toEqual([
      'sec-orders → sec-quotes: the path is a regular expression that holds a back reference · Who can now call whom',
      'pool batch: no capacity is known of it · What is asked of each pool',
    ]);
    expect(textOf(byId(parseHtml(htmlPage(SILENT_PAGE, '')), 'unknowns'))).toContain('Everything could be decided');
  });
});

describe('sections', () => {
  test('each row of each section is in the page, in order, and so is what was looked at', () => {
    expect(sectionsOf(example)).toEqual(EXAMPLE_PAGE.sections.filter(({ rows }) => rows.length > 0).map(contentOf));
  });

  test('three thousand rows are all there, behind folds, and the fold says how many', () => {
    const [calls, fields] = ['calls', 'fields'].map((name) => EXAMPLE_PAGE.sections.find((section) => section.name === name)!);
    const sections = [calls!, fields!].map((section) => ({
      ...section,
      rows: Array.from({ length: 3000 }, (_, index) => section.rows[index % section.rows.length]!),
    }));
    const page = parseHtml(htmlPage({ ...EXAMPLE_PAGE, sections }, drawing));
    expect(sectionsOf(page)).toEqual(sections.map(contentOf));
    expect(elements(page, 'summary').map((summary) => textOf(summary))).toEqual([
      expect.stringMatching(/^2,950 more rows/),
      expect.stringMatching(/^Every field that differs 3,000 rows/),
    ]);
  });

  test('deletions are never behind a fold, however many and whatever the page says', () => {
    const deletions = EXAMPLE_PAGE.sections.find(({ name }) => name === 'deletions')!;
    const rows = Array.from({ length: 500 }, () => deletions.rows[0]!);
    const page = parseHtml(htmlPage({ ...EXAMPLE_PAGE, sections: [{ ...deletions, rows, folded: true }] }, drawing));
    expect(elements(page, 'details')).toEqual([]);
    expect(elements(byId(page, 'deletions'), 'tr')).toHaveLength(501);
  });

  test('a folded section is closed, and its name lies inside, so that a way there opens it', () => {
    const folds = elements(example, 'details');
    expect(folds.map(({ attributes }) => 'open' in attributes)).toEqual([false, false]);
    expect(folds.map((fold) => textOf(elements(fold, 'h2')[0]!))).toEqual(['Every danger 14 rows', 'Every field that differs 230 rows']);
    expect(folds.map((fold) => [byId(fold, fold === folds[0] ? 'dangers' : 'fields').name])).toEqual([['div'], ['div']]);
  });

  test('paper says of a long fold that it is closed; shorter ones are printed', () => {
    expect(elements(example, 'details').map(({ attributes }) => attributes['class'])).toEqual([undefined, 'long']);
    expect(byClass(elements(example, 'details')[1]!, 'unprinted').map(textOf)).toEqual(['not printed: open it before printing']);
  });

  test('what is silent says what was looked at', () => {
    const silence = byClass(example, 'silence')[0]!;
    const silent = EXAMPLE_PAGE.sections.filter(({ rows }) => rows.length === 0);
    expect(elements(silence, 'dt').map(textOf)).toEqual(silent.map(({ title }) => title));
    expect(elements(silence, 'dd').map(textOf)).toEqual(silent.map(({ proof }) => proof));
  });

  test('a page on which nothing differs has no tables, no folds and no picture, and names every section', () => {
    const page = parseHtml(htmlPage(SILENT_PAGE, ''));
    expect([...elements(page, 'table'), ...elements(page, 'details'), ...elements(page, 'svg')]).toEqual([]);
    expect(elements(byClass(page, 'silence')[0]!, 'dt').map(textOf)).toEqual([
      ...SILENT_PAGE.sections.map(({ title }) => title),
      'The changed part of the mesh',
    ]);
  });

  test('what is compared stands at the end, hashes in full', () => {
    const facts = elements(example, 'footer')[0]!;
    expect(elements(facts, 'dt').map(textOf)).toEqual(EXAMPLE_PAGE.facts.map(({ label }) => label));
    expect(elements(facts, 'dd').map(textOf)).toEqual(EXAMPLE_PAGE.facts.map(({ value }) => value));
  });
});

describe('a page that somebody is sent', () => {
  test('loads nothing and runs nothing', () => {
    const all = elements(example);
    expect(all.filter(({ name }) => ['script', 'img', 'iframe', 'object', 'form', 'base'].includes(name))).toEqual([]);
    const targets = all.flatMap(({ attributes }) =>
      [attributes['href'], attributes['src'], attributes['xlink:href']].filter((to) => to !== undefined),
    );
    expect(targets.filter((to) => !to.startsWith('#'))).toEqual(['data:,']);
    expect(all.flatMap(({ attributes }) => Object.keys(attributes)).filter((name) => name.startsWith('on') || name === 'style')).toEqual(
      [],
    );
    expect(textOf(elements(example, 'style')[0]!)).not.toMatch(/url\(|@import|https?:|<|expression/);
  });

  test('lets in its own style by its hash, and nothing else', () => {
    const policy = elements(example, 'meta').find(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy');
    const hash = createHash('sha256')
      .update(textOf(elements(example, 'style')[0]!))
      .digest('base64');
    expect(policy?.attributes['content']).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`,
    );
  });

  test('shows what nobody sees, and what turns letters around, as its code', () => {
    const says = 'pay \u202Eevil\u2066 now\u0000\u200b \ud800 \u{e0041}<script>alert("1")</script> & more';
    const html = htmlPage({ ...SILENT_PAGE, verdict: { ...SILENT_PAGE.verdict, says } }, '');
    expect(html).toContain('pay <span class="unseen">\\u202e</span>evil');
    expect(html).toContain('<title>AUTO: pay \\u202eevil\\u2066 now\\x00\\u200b \\ud800 \\u{e0041}&lt;script&gt;');
    expect(html).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b\0]|[\ud800-\udfff](?<![\ud800-\udbff][\udc00-\udfff])(?![\udc00-\udfff])/);
    expect(html).not.toContain('<script');
  });

  test('gives back every text that went into it, whatever it holds', () => {
    fc.assert(
      fc.property(PAGES, (page) => {
        const read = parseHtml(htmlPage(page, ''));
        expect(sectionsOf(read)).toEqual(page.sections.filter(({ rows }) => rows.length > 0).map(contentOf));
        expect(elements(byClass(read, 'then')[0]!, 'li').map(textOf)).toEqual(page.verdict.then);
        expect(textOf(byClass(read, 'says')[0]!)).toBe(`${page.verdict.says} ${page.verdict.rule}`);
        expect(elements(elements(read, 'footer')[0]!, 'dd').map(textOf)).toEqual(page.facts.map(({ value }) => value));
      }),
      { numRuns: 150 },
    );
  });

  test('is the same bytes for the same page', async () => {
    expect(await drawGraph(EXAMPLE_PAGE.graph)).toBe(drawing);
    expect(htmlPage(structuredClone(EXAMPLE_PAGE), drawing)).toBe(htmlPage(EXAMPLE_PAGE, drawing));
  });
});

describe('a page for everybody', () => {
  test('every way within it leads somewhere, and to one place', () => {
    const ids = elements(example).flatMap(({ attributes }) => attributes['id'] ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const ways = elements(example, 'a').map(({ attributes }) => attributes['href']!.slice(1));
    expect(ways.filter((way) => !ids.includes(way))).toEqual([]);
    const named = elements(example).flatMap(({ attributes }) => attributes['aria-labelledby']?.split(' ') ?? []);
    expect(named.filter((name) => !ids.includes(name))).toEqual([]);
  });

  test('a section that the page does not have is named without a way to it', () => {
    const page = parseHtml(htmlPage({ ...EXAMPLE_PAGE, sections: [] }, drawing));
    expect(elements(elements(page, 'ol')[0]!, 'a')).toEqual([]);
    expect(byClass(page, 'more').map(textOf)).toEqual(['9 more reasons']);
  });

  test('has landmarks, one first heading, and no level left out', () => {
    expect(elements(example, 'html')[0]!.attributes['lang']).toBe('en');
    expect(elements(example, 'body')[0]!.children.flatMap((child) => (typeof child === 'string' ? [] : child.name))).toEqual([
      'a',
      'header',
      'main',
      'footer',
    ]);
    const levels = elements(example).flatMap(({ name }) => (/^h[1-6]$/.test(name) ? [Number(name[1])] : []));
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    expect(levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
  });

  test('tables say which cells head a column and which a row', () => {
    for (const table of elements(example, 'table')) {
      expect(textOf(elements(table, 'caption')[0]!)).not.toBe('');
      const [head, ...rows] = elements(table, 'tr');
      expect(elements(head!).map(({ attributes }) => attributes['scope'])).not.toContain(undefined);
      for (const row of rows) {
        const cells = row.children.filter((child) => typeof child !== 'string');
        expect(cells).toHaveLength(elements(head!, 'th').length);
        expect(cells.flatMap(({ attributes }) => attributes['scope'] ?? [])).toEqual(['row']);
      }
    }
  });

  test('a tone has a shape and words beside its colour, and so has a mark', () => {
    const [sold, keys] = elements(byId(example, 'deletions'), 'tr').slice(1);
    expect([sold!, keys!].map((row) => byClass(row, 'sign').map((sign) => textOf(sign)))).toEqual([['▲'], ['◆']]);
    expect(byClass(sold!, 'said').map(textOf)).toEqual(['broadens or breaks ', 'removed']);
    expect(byClass(keys!, 'said').map(textOf)).toEqual(['worth a look ', 'removed']);
  });

  test.each(['light', 'dark'] as const)(
    'what is written can be read: every ink on every paper has a contrast of 4.5 and more, %s',
    (scheme) => {
      const pairs = Object.entries<Shade>(INKS).flatMap(([ink, one]) =>
        Object.entries<Shade>(PAPERS).map(([paper, other]) => ({ ink, paper, contrast: contrast(one[scheme], other[scheme]) })),
      );
      expect(pairs.filter((pair) => pair.contrast < 4.5)).toEqual([]);
    },
  );
});

describe('the picture', () => {
  test('has every service and call, with its state in a class, and its sign', () => {
    const svg = elements(example, 'svg')[0]!;
    expect(byClass(svg, 'node').map((node) => [node.attributes['class'], textOf(elements(node, 'text')[0]!)])).toEqual(
      EXAMPLE_PAGE.graph.nodes.map(({ id, state }) => [
        `node ${state}`,
        `${{ added: '+ ', removed: '− ', changed: '~ ', context: '' }[state]}${id}`,
      ]),
    );
    expect(
      byClass(svg, 'edge')
        .map((edge) => textOf(elements(edge, 'title')[0]!).split(':')[0])
        .sort(),
    ).toEqual(EXAMPLE_PAGE.graph.edges.map(({ from, to }) => `${from} → ${to}`).sort());
    expect(byClass(svg, 'call').map(textOf).sort()).toEqual([
      '+ GET /accounts/{id}/balance and 1 more',
      '+ POST /entries',
      '+ every request',
      '~ PUT /instructions/*',
      '− GET /entries/{id} and 1 more',
    ]);
    expect(byClass(svg, 'domain').map((domain) => textOf(domain))).toEqual([
      'accounts',
      'ledger',
      'market',
      'platform',
      'settlement',
      'trading',
    ]);
  });

  test('says in words what it shows', () => {
    const words = textOf(byId(example, 'mesh-words'));
    expect(words).toContain('10 services and 9 calls.');
    expect(words).toContain('sec-ledger: service, of ledger, removed.');
    expect(words).toContain('sec-orders → sec-ledger-v2: added, broadened, POST /entries.');
    expect(words).not.toContain('sec-risk');
  });

  test('has no colours of its own, so it follows light and dark', () => {
    expect(drawing).not.toMatch(/fill=|stroke=|style=|color|https?:\/\/(?!www\.w3\.org\/2000\/svg")/);
  });

  test('is nothing where there is nothing to draw', async () => {
    expect(await drawGraph(NOTHING_DRAWN)).toBe('');
  });

  test('holds names that are written to break it', async () => {
    const names = ['<script>', 'a"b', '\\N \\G &amp;', '\u202eevil', '口座残高サービス', '"]; evil [label="'];
    const svg = parseHtml(
      await drawGraph({
        nodes: names.map((id) => ({ id, kind: '<b>', domain: `${id}</text>`, state: 'added' as const })),
        edges: names.map((from, index) => ({
          from,
          to: names[(index + 1) % names.length]!,
          state: 'added',
          effect: 'broadened',
          label: from,
        })),
        left: 0,
      }),
    );
    const shown = names.map((name) => name.replace('\u202e', '\\u202e'));
    expect(byClass(svg, 'node').map((node) => textOf(elements(node, 'text')[0]!))).toEqual(shown.map((name) => `+ ${name}`));
    expect(byClass(svg, 'call').map(textOf).sort()).toEqual(shown.map((name) => `+ ${name}`).sort());
  });

  test('a long name is cut in its box, and whole where the pointer rests', async () => {
    const id = 'a'.repeat(200);
    const svg = parseHtml(await drawGraph({ nodes: [{ id, kind: 'service', state: 'added' }], edges: [], left: 0 }));
    const [node] = byClass(svg, 'node');
    expect(textOf(elements(node!, 'text')[0]!)).toMatch(/^\+ a{35}…$/);
    expect(textOf(elements(node!, 'title')[0]!)).toBe(`${id}: service, added`);
  });

  test('a page without a drawing says that there is one to make', () => {
    expect(textOf(elements(parseHtml(htmlPage(EXAMPLE_PAGE, '')), 'main')[0]!)).toContain('10 services, not drawn.');
  });
});

interface Content {
  readonly title: string;
  readonly proof: string | undefined;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly tone: string; readonly cells: readonly (readonly string[])[] }[];
}

/** What a section says. A cell without lines and a cell of one empty line look the same. */
function contentOf({ title, proof, columns, rows }: PageSection): Content {
  return { title, proof, columns: columns.map((column) => column.title), rows };
}

/** What the sections of a page say, read from the page. */
function sectionsOf(page: Element): Content[] {
  return byClass(page, 'section').map((section) => {
    const tables = elements(section, 'table');
    return {
      title: textOf(elements(section, 'h2')[0]!).replace(/ [\d,]+ rows?$/, ''),
      proof: byClass(section, 'proof').map(textOf)[0],
      columns: elements(elements(tables[0]!, 'thead')[0]!, 'th').map(textOf),
      rows: tables
        .flatMap((table) => elements(elements(table, 'tbody')[0]!, 'tr'))
        .map((row) => ({
          tone: row.attributes['class']!,
          cells: row.children.filter((child) => typeof child !== 'string').map(linesOf),
        })),
    };
  });
}

function linesOf(cell: Element): string[] {
  const items = elements(cell, 'li');
  if (items.length > 0) return items.map(textOf);
  const text = textOf(cell);
  return text === '' ? [] : [text];
}

/** Contrast of two colours, as WCAG 2.2 works it out. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [one, other].map(luminance).sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const TEXTS = fc.oneof(
  fc.string({ minLength: 1, unit: 'binary' }),
  fc.constantFrom(
    '<script>alert(1)</script>',
    '" onload="x',
    "'",
    '&lt;',
    '&amp;',
    ']]>',
    '<!--',
    '\u202E',
    '\\u202e',
    '</style>',
    '\ud800',
    'a/b.C:d',
    '\n',
  ),
);
const COLUMNS: fc.Arbitrary<PageColumn> = fc.record({ title: TEXTS, as: fc.constantFrom('mark', 'name', 'text', 'number') });
const TONES: fc.Arbitrary<Tone> = fc.constantFrom('danger', 'caution', 'good', 'plain');
const NAMES: readonly PageSectionName[] = ['deletions', 'calls', 'secrets', 'fields', 'dangers', 'outputs'];

const SECTIONS: fc.Arbitrary<Omit<PageSection, 'name'>> = fc
  .record({ title: TEXTS, proof: TEXTS, columns: fc.array(COLUMNS, { minLength: 1, maxLength: 4 }), folded: fc.boolean() })
  .chain((section) => {
    const cells = fc.array(fc.array(TEXTS, { maxLength: 3 }), { minLength: section.columns.length, maxLength: section.columns.length });
    return fc.record({ ...constants(section), rows: fc.array(fc.record({ tone: TONES, cells }), { maxLength: 4 }) });
  });

const PAGES: fc.Arbitrary<Page> = fc
  .record({
    says: TEXTS,
    then: fc.array(TEXTS, { minLength: 1, maxLength: 3 }),
    sections: fc.array(SECTIONS, { maxLength: NAMES.length }),
    facts: fc.array(TEXTS),
  })
  .map(({ says, then, sections, facts }) => ({
    ...SILENT_PAGE,
    verdict: { ...SILENT_PAGE.verdict, says, then },
    sections: sections.map((section, index) => ({ ...section, name: NAMES[index]! })),
    facts: facts.map((value) => ({ label: value, value })),
  }));

function constants<T extends object>(values: T): { [K in keyof T]: fc.Arbitrary<T[K]> } {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, fc.constant(value)])) as {
    [K in keyof T]: fc.Arbitrary<T[K]>;
  };
}
