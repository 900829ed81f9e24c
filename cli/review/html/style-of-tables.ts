/** Rows of a section; on a narrow screen each row is a block, and its cells stand below one another with the titles of their columns. */
export const TABLE_STYLE = `
summary{cursor:pointer;padding:.3rem 0}
summary h2{display:inline}
summary:hover h2{text-decoration:underline;text-decoration-thickness:1px;text-underline-offset:.2em}
summary::marker{color:var(--quiet)}
.unprinted{display:none}
.section .proof{font-size:.875rem}
.table{overflow-x:auto;margin-top:.5rem}
table{border-collapse:collapse;width:100%;font-size:.875rem;line-height:1.45}
th,td{text-align:left;vertical-align:baseline;padding:.4rem 1.1rem .4rem 0;font-weight:400;overflow-wrap:anywhere}
thead th{font:.75rem/1.4 var(--sans);color:var(--quiet);padding-bottom:.25rem;vertical-align:bottom;overflow-wrap:normal;border-bottom:1px solid var(--frame)}
tbody tr{border-bottom:1px solid var(--line)}
tbody th{font-weight:500}
tbody th.name{font-weight:600}
th:first-child,td:first-child{padding-left:.75rem}
tbody tr>:first-child{border-left:3px solid transparent}
tr:is(.danger,.caution,.good)>:first-child{border-left-color:var(--tone)}
tbody .mark{width:4.25rem;white-space:nowrap;color:var(--tone);font-weight:650}
.mark ul,.sign~ul{display:inline-block;vertical-align:top}
.sign{display:inline-block;width:1.35em;font-size:.75em;color:var(--tone)}
tbody .name{min-width:9ch;font-size:.8125rem}
tbody .text{min-width:16ch}
.short{white-space:nowrap}
.number{text-align:right;white-space:nowrap}
td li,th li{padding-left:0}
tbody .name,tbody .text{unicode-bidi:isolate}
details>.table,details>div{padding-bottom:.5rem}
@media screen and (max-width:56rem){
table,tbody,tr,th,td{display:block}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tbody tr{position:relative;padding:.5rem 0 .5rem .75rem}
tbody tr:first-child{border-top:1px solid var(--frame)}
tr:is(.danger,.caution,.good){box-shadow:inset 3px 0 var(--tone)}
tbody tr>:first-child{border-left:0}
th,td,th:first-child,td:first-child{padding:.1rem 0;min-width:0;width:auto;text-align:left;white-space:normal}
tbody th[data-label],tbody td[data-label]{display:flow-root;padding-left:7.25rem;text-align:left}
[data-label]::before{content:attr(data-label);float:left;width:6.5rem;margin-left:-7.25rem;font:.75rem/1.7 var(--sans);color:var(--quiet)}
tbody .mark{position:absolute;right:0;top:.5rem;width:auto;z-index:1}
tbody .mark+*{padding-right:2.75rem}
.number{white-space:normal}
td:empty{display:none}
}
`;
