/** On paper: light, everything short opened, and what stays closed says so. */
export const PRINT_STYLE = `
@page{margin:14mm 13mm}
@media print{
:root{color-scheme:light}
body{max-width:none;padding:0;font-size:9.5pt}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
.skip,nav{display:none}
a{color:inherit;text-decoration:none}
h1{font-size:34pt}
h2{break-after:avoid;font-size:12pt}
main>section,footer{margin-top:16pt}
.verdict,.numbers,ol.why li,.unknowns li,tbody tr,dl>div,.legend,.picture,.section:not(:has(tr:nth-child(9))){break-inside:avoid}
summary,thead,.legend,.proof{break-after:avoid}
.numbers{grid-template-columns:repeat(5,1fr)}
.numbers li{border-left:1px solid var(--line);border-top:0}
.numbers li:first-child{border-left:0}
.numbers a{flex-direction:column;align-items:flex-start;gap:0;padding:5pt 7pt}
.value{font-size:12pt;white-space:normal}
.silence dl>div,.facts>div{grid-template-columns:11rem 1fr}
.table{overflow:visible}
table{font-size:8pt}
th,td{padding:2.5pt 7pt 2.5pt 0}
tbody .name{font-size:7.5pt;min-width:15ch}
tbody .name.short{min-width:0}
tbody .text{min-width:10ch}
thead{display:table-header-group}
tbody tr:first-child{break-before:avoid}
.picture{max-height:none;overflow:visible;border:0}
.mesh{max-width:100%;max-height:230mm;width:auto;height:auto}
summary{list-style:none}
summary::-webkit-details-marker{display:none}
.long:not([open])>summary .unprinted{display:inline;font-style:italic}
}
@supports selector(::details-content){@media print{details:not(.long)::details-content{content-visibility:visible;block-size:auto;display:block}}}
@supports not selector(::details-content){@media print{details:not([open])>summary .unprinted{display:inline;font-style:italic}}}
`;
