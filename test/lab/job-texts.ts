interface Jobspec {
  readonly TaskGroups: readonly {
    readonly Tasks: readonly {
      readonly Templates?: readonly { readonly EmbeddedTmpl: string }[];
    }[];
  }[];
}

const tasksOf = (jobspec: string) => (JSON.parse(jobspec) as Jobspec).TaskGroups.flatMap(({ Tasks }) => Tasks);

/** What the tasks of a job have rendered for them. */
export const templateTextsOf = (jobspec: string): string[] =>
  tasksOf(jobspec).flatMap(({ Templates = [] }) => Templates.map(({ EmbeddedTmpl }) => EmbeddedTmpl));
