/** A colour for light and for dark surroundings. Paper is always light. */
export interface Shade {
  readonly light: string;
  readonly dark: string;
}

/** Few, and each with a meaning. What is written in one of the inks can be read on every paper: a test works out the contrast. */
export const INKS = {
  ink: { light: '#1a1d21', dark: '#e3e6ea' },
  quiet: { light: '#565e68', dark: '#a3abb5' },
  link: { light: '#17498c', dark: '#9cc3fa' },
  danger: { light: '#a3171b', dark: '#ff9f97' },
  caution: { light: '#7a4a00', dark: '#edbb5e' },
  notice: { light: '#1b4b93', dark: '#93c0ff' },
  good: { light: '#17602f', dark: '#7ed195' },
} as const satisfies Readonly<Record<string, Shade>>;

export const PAPERS = {
  paper: { light: '#ffffff', dark: '#131619' },
  wash: { light: '#f5f6f8', dark: '#1b1f24' },
  'danger-wash': { light: '#fdf0ee', dark: '#2c1a1a' },
  'caution-wash': { light: '#fdf4e1', dark: '#2a2315' },
  'notice-wash': { light: '#eef3fb', dark: '#18212e' },
  'good-wash': { light: '#edf7f0', dark: '#15251b' },
} as const satisfies Readonly<Record<string, Shade>>;

const LINES = {
  line: { light: '#d8dce1', dark: '#323941' },
  /** Of what can be worked with: three to one, as lines that mean something need. */
  frame: { light: '#868e98', dark: '#6c757f' },
} as const satisfies Readonly<Record<string, Shade>>;

/** Colours as properties of the page. */
export function colourProperties(scheme: keyof Shade): string {
  return Object.entries<Shade>({ ...INKS, ...PAPERS, ...LINES })
    .map(([name, shade]) => `--${name}:${shade[scheme]};`)
    .join('');
}
