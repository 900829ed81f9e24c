import { colourProperties } from './colours';
import { MESH_STYLE } from './style-of-mesh';
import { PRINT_STYLE } from './style-of-print';
import { TABLE_STYLE } from './style-of-tables';

const SANS = 'system-ui,-apple-system,"Segoe UI","Hiragino Sans","Noto Sans CJK JP","Yu Gothic UI",sans-serif';
const MONO = 'ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono","DejaVu Sans Mono","Noto Sans Mono CJK JP",monospace';

const PAGE_STYLE = `
:root{color-scheme:light dark;${colourProperties('light')}--sans:${SANS};--mono:${MONO}}
@media screen and (prefers-color-scheme:dark){:root{${colourProperties('dark')}}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;max-width:84rem;padding:0 1.75rem 3rem;background:var(--paper);color:var(--ink);font:.9375rem/1.5 var(--sans);font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
h1,h2,p,ul,ol,dl,dd{margin:0;padding:0}
ul,ol{list-style:none}
code,a.name,tbody .name,.facts dd{font-family:var(--mono);font-size:.875em}
a{color:var(--link);text-decoration-thickness:1px;text-underline-offset:.2em}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:2px}
.said{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:-100rem}
.skip:focus{left:1rem;top:.5rem;z-index:1;padding:.4rem .8rem;background:var(--paper);border:1px solid var(--frame)}
.unseen{font-family:var(--mono);font-size:.85em;color:var(--danger);border:1px dashed;border-radius:2px;padding:0 .15em}
h2{font-size:1.125rem;line-height:1.35;font-weight:650;letter-spacing:-.005em}
.count{display:inline-block}
.aside,.count{font-size:.8125rem;font-weight:400;color:var(--quiet);letter-spacing:0;margin-left:.35rem}
main>section,footer{margin-top:2.25rem}
main>:has(>details)+:has(>details){margin-top:.9rem}
.nothing,.proof,.more{color:var(--quiet)}
.danger{--tone:var(--danger);--tone-wash:var(--danger-wash)}
.caution{--tone:var(--caution);--tone-wash:var(--caution-wash)}
.notice{--tone:var(--notice);--tone-wash:var(--notice-wash)}
.good{--tone:var(--good);--tone-wash:var(--good-wash)}
.plain{--tone:var(--quiet);--tone-wash:transparent}

.verdict{margin:1.25rem 0 0;padding:1.25rem 1.5rem 1.35rem;border-left:.5rem solid var(--tone);border-radius:3px;background:var(--tone-wash)}
h1{font-size:clamp(2.5rem,7vw,3.75rem);line-height:1;font-weight:800;letter-spacing:-.02em;color:var(--tone)}
.says{margin-top:.6rem;font-size:1.25rem;line-height:1.35;font-weight:550}
.says::first-letter,.then li::first-letter,.facts dt::first-letter{text-transform:uppercase}
.rule{font-size:.8125rem;font-weight:400;color:var(--quiet);margin-left:.3rem}
.then{margin-top:.8rem;display:grid;gap:.2rem;max-width:52rem}
.then li{padding-left:1.25rem;position:relative}
.then li::before{content:"→";position:absolute;left:0;color:var(--tone)}

.summary{margin-top:1rem;padding-left:2rem}
.summary::first-letter{text-transform:uppercase}
main>.summary+section{margin-top:1rem}
.numbers{display:grid;grid-template-columns:repeat(5,minmax(0,1fr));border:1px solid var(--line);border-radius:3px}
.numbers li{border-left:1px solid var(--line);display:grid}
.numbers li:first-child{border-left:0}
.numbers li>*{padding:.7rem 1rem .75rem}
.numbers a{display:flex;flex-direction:column;gap:.1rem;color:inherit;text-decoration:none}
.numbers a:hover{background:var(--wash)}
.numbers a:hover .label{text-decoration:underline}
.label{font-size:.8125rem;color:var(--quiet)}
.value{font-size:1.25rem;line-height:1.3;text-wrap:balance;font-weight:650;letter-spacing:-.01em}
.zero .value{font-weight:400;color:var(--quiet)}
main>section:first-child{margin-top:1rem}

ol.why{margin-top:.6rem;display:grid;gap:.7rem}
ol.why li{display:grid;grid-template-columns:auto minmax(0,1fr);gap:.85rem;align-items:start}
.badge{min-width:2.4rem;text-align:center;font-weight:700;font-size:.8125rem;line-height:1.5rem;border:1px solid var(--tone);border-radius:3px;color:var(--tone);background:var(--tone-wash)}
ol.why .text{line-height:1.5rem;unicode-bidi:isolate}
.meta{font-size:.8125rem;color:var(--quiet)}
p.meta>:not(:last-child)::after{content:" ·";font-family:var(--sans)}
.more{margin-top:.7rem;padding-left:3.25rem}

.unknowns{padding:.9rem 1.25rem 1rem;background:var(--caution-wash);border-left:.25rem solid var(--caution);border-radius:3px}
.unknowns ul{margin-top:.3rem;display:grid;gap:.3rem}
.unknowns .name{unicode-bidi:isolate}
main>.nothing{margin-top:1.25rem}

nav{margin-top:2.25rem;padding:.6rem 0;font-size:.875rem;border:solid var(--line);border-width:1px 0}
nav ul{display:flex;flex-wrap:wrap;gap:.15rem 1.35rem}
nav .count{margin-left:.15rem}

.legend{display:flex;flex-wrap:wrap;gap:.1rem 1.25rem;margin-top:.75rem;font-size:.8125rem;color:var(--quiet)}
.legend span,.legend b{font-family:var(--mono);font-weight:400;color:var(--tone,var(--ink))}

.silence dl{margin-top:.5rem;border-top:1px solid var(--line)}
.silence dl>div,.facts>div{display:grid;grid-template-columns:18rem minmax(0,1fr);gap:0 1.25rem;padding:.3rem 0;border-bottom:1px solid var(--line)}
dd{color:var(--quiet);min-width:0}
footer{border-top:2px solid var(--ink);padding-top:1rem}
.facts{margin-top:.4rem}
.facts dt{color:var(--quiet)}
.facts dd{color:var(--ink);line-height:1.7}
details>:target{scroll-margin-top:3.25rem}
`;

const NARROW_STYLE = `
@media (max-width:56rem){
body{padding:0 1rem 2rem}
.summary{padding-left:1.1rem}
.verdict{margin-top:1rem;padding:1rem 1.1rem 1.1rem}
.says{font-size:1.125rem}
.rule{display:block;margin:.15rem 0 0}
.numbers{grid-template-columns:minmax(0,1fr)}
.numbers li{border-left:0;border-top:1px solid var(--line)}
.numbers li:first-child{border-top:0}
.numbers li>*{padding:.5rem .85rem}
.numbers a{flex-direction:row;justify-content:space-between;align-items:baseline;gap:1rem}
.value{font-size:1.0625rem;text-align:right}
.more{padding-left:0}
.silence dl>div,.facts>div{grid-template-columns:minmax(0,1fr)}
nav ul{gap:.4rem 1.1rem}
}
`;

/** The whole style of the page: its hash is what the page lets in. */
export const STYLE = `${PAGE_STYLE}${TABLE_STYLE}${MESH_STYLE}${NARROW_STYLE}${PRINT_STYLE}`;
