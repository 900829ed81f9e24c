/** Colours of the picture: it has none of its own, so it follows the page. */
export const MESH_STYLE = `
.legend .added{--tone:var(--good)}
.legend .removed{--tone:var(--danger)}
.legend .changed{--tone:var(--caution)}
.legend .context{--tone:var(--quiet)}
.picture{margin-top:.6rem;max-height:85vh;overflow:auto;border:1px solid var(--line);border-radius:3px}
.mesh{display:block;margin:0 auto;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono","DejaVu Sans Mono","Noto Sans Mono CJK JP",monospace}
.domain rect{fill:var(--wash);stroke:var(--line)}
.domain text{fill:var(--quiet);font-size:11px}
.node rect{fill:var(--paper);stroke:var(--frame)}
.node text{fill:var(--ink);font-size:12px;text-anchor:middle}
.node .kind{fill:var(--quiet);font-size:10px}
.edge path{fill:none;stroke:var(--frame);stroke-width:1}
.edge polygon{fill:var(--frame)}
.call{fill:var(--tone,var(--quiet));font-size:10px;text-anchor:middle;paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}
.mesh .added{--tone:var(--good);--tone-wash:var(--good-wash)}
.mesh .removed{--tone:var(--danger);--tone-wash:var(--danger-wash)}
.mesh .changed{--tone:var(--caution);--tone-wash:var(--caution-wash)}
.node:not(.context) rect{fill:var(--tone-wash);stroke:var(--tone);stroke-width:1.5}
.node:not(.context) text:not(.kind){fill:var(--tone);font-weight:600}
.edge:not(.context) path{stroke:var(--tone);stroke-width:1.25}
.edge:not(.context) polygon{fill:var(--tone)}
.edge.broadened:not(.context) path{stroke-width:2.5}
.mesh .removed rect,.mesh .removed path{stroke-dasharray:5 3}
`;
