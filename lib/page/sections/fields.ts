import type { FieldChange, ResourceChange, Review } from '../../review';
import type { PageRow, PageSection } from '../page-model';
import { MARK, NOTHING, PLACE, counted, markOf, maybe, name, placeOf } from './words';

/** Every field that differs, as it stands in the outputs. */
export function fieldsSection({ fields }: Review): PageSection {
  return {
    name: 'fields',
    title: 'Raw differences',
    proof: counted(fields.resources.length, 'resource differs', 'resources differ'),
    columns: [MARK, name('resource'), name('field'), name('before'), name('after'), PLACE],
    rows: fields.resources.flatMap(rowsOf),
    folded: true,
  };
}

/** A row of the resource. */
type RowOf = (...cells: readonly (readonly string[])[]) => PageRow;

function rowsOf(resource: ResourceChange): PageRow[] {
  const { change, stack, address, fields, fieldsMore, origin } = resource;
  const where = `${stack} ${address}`;
  const row: RowOf = (...cells) => ({
    tone: 'plain',
    cells: [[markOf(change)], [where], ...cells, placeOf(origin)],
  });
  if (fields.length === 0) return [row(NOTHING, NOTHING, NOTHING)];
  return [
    ...fields.map((field) => fieldRow(field, row)),
    ...(fieldsMore === 0 ? [] : [row([`and ${counted(fieldsMore, 'more field')}`], NOTHING, NOTHING)]),
  ];
}

function fieldRow({ path, change, before, after }: FieldChange, row: RowOf): PageRow {
  return row([`${markOf(change)} ${path}`], maybe(before), maybe(after));
}
